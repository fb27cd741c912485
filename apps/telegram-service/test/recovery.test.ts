import { expect, jest, test } from '@jest/globals';
import { eventually } from '@neuratrade/test-kit';
import { HEALTHY } from './fixture.js';
import { type Stack, withStack } from './harness.js';
import { heal, type Outage, strike } from './outage.js';

jest.setTimeout(60_000);

const OUTAGES: [string, Outage, number][] = [
  ['refused connections', 'refuse', 10_000],
  ['answers of 502', 'bad_gateway', 10_000],
  ['resets', 'reset', 10_000],
  ['silence', 'hang', 4_000],
];

test.concurrent.each(OUTAGES)(
  'the bot is back within 10 s of the end of %s, however long they lasted',
  async (_case, outage, longestWaitMs) => {
    await withStack({}, async (stack) => {
      await stack.healthBecomes(HEALTHY);
      await strike(stack.telegram, outage);
      await eventually(
        async () => expect((await stack.log()).map(({ retryMs }) => retryMs)).toContain(longestWaitMs),
        { timeoutMs: 40_000, everyMs: 100 },
      );
      await heal(stack.telegram, outage);
      const healed = performance.now();
      await stack.healthBecomes(HEALTHY);
      expect(performance.now() - healed).toBeLessThan(11_000);
    });
  },
);

const answersTo = ({ telegram }: Stack, chatId: number) =>
  telegram
    .sent()
    .filter(({ payload }) => payload.chat_id === chatId)
    .map(({ payload }) => String(payload.text));

test.concurrent('answers that Telegram does not take are brought out when it takes them again, in order', async () => {
  await withStack({}, async (stack) => {
    await stack.healthBecomes(HEALTHY);
    stack.telegram.set({ kind: 'bad_gateway', methods: ['sendMessage'] });
    for (const text of ['/question1', '/question2']) stack.telegram.updates.pushText({ chatId: 1, text });
    await eventually(async () => expect(await postponed(stack)).toHaveLength(1), { timeoutMs: 40_000 });
    expect(await postponed(stack)).toMatchObject([{ level: 'warn', reason: 'Telegram answered 502' }]);
    await heal(stack.telegram, 'bad_gateway');
    await eventually(() => expect(answersTo(stack, 1)).toHaveLength(2), { timeoutMs: 15_000 });
    expect(answersTo(stack, 1)).toEqual([
      expect.stringContaining('question1'),
      expect.stringContaining('question2'),
    ]);
  });
});

test.concurrent('an answer that Telegram does not take is brought out by the next process', async () => {
  await withStack({}, async (stack) => {
    await stack.healthBecomes(HEALTHY);
    stack.telegram.set({ kind: 'unauthorized', methods: ['sendMessage'] });
    stack.telegram.updates.pushText({ chatId: 1, text: '/help' });
    await eventually(async () => expect(await postponed(stack)).toHaveLength(1));
    expect(await stack.service.stop('SIGTERM')).toEqual({ code: 0, signal: null });
    await heal(stack.telegram, 'unauthorized');
    await stack.start();
    await eventually(() => expect(answersTo(stack, 1)).toHaveLength(1));
  });
});

test.concurrent.each(['bad_request', 'forbidden'] as const)(
  'an answer that Telegram will never take (%s) is told in the log, and the next one is answered',
  async (kind) => {
    await withStack({}, async (stack) => {
      await stack.healthBecomes(HEALTHY);
      stack.telegram.set({ kind, methods: ['sendMessage'] });
      const updateId = stack.telegram.updates.pushText({ chatId: 1, text: '/help' });
      const failed = async () => (await stack.log()).filter(({ msg }) => msg === 'Update failed');
      await eventually(async () => expect(await failed()).toMatchObject([{ level: 'error', updateId }]));
      await heal(stack.telegram, 'ok');
      stack.telegram.updates.pushText({ chatId: 1, text: '/help' });
      await eventually(() => expect(answersTo(stack, 1)).toHaveLength(1));
    });
  },
);

const postponed = async (stack: Stack) =>
  (await stack.log()).filter(({ msg, level }) => msg === 'Update postponed' && level === 'warn');
