import { expect, jest, test } from '@jest/globals';
import type { Message } from '@neuratrade/api-contracts';
import { eventually } from '@neuratrade/test-kit';
import { HEALTHY } from './fixture.js';
import { withStack } from './harness.js';
import { ended, list, messageOf, PATH, post, texts } from './messages-rig.js';
import { heal, type Outage, strike } from './outage.js';

jest.setTimeout(90_000);

const CHATS = [11, 12, 13, 14, 15, 16];
const ROUNDS = ['first', 'second'];

const OUTAGES: [string, Outage][] = [
  ['refused connections', 'refuse'],
  ['silence', 'hang'],
  ['resets', 'reset'],
  ['answers of 502', 'bad_gateway'],
  ['answers of HTML', 'html'],
];

test.concurrent.each(OUTAGES)(
  'what was queued during %s arrives once when they are over, in order per chat',
  async (_case, outage) => {
    await withStack({}, async (stack) => {
      await stack.healthBecomes(HEALTHY);
      await strike(stack.telegram, outage);
      for (const text of ROUNDS) {
        for (const chat_id of CHATS) await post(stack, { chat_id, text });
      }
      await eventually(
        async () => {
          const { messages, count } = await list(stack, 'queued');
          expect([count, messages.some(({ error }) => error !== null)]).toEqual([12, true]);
        },
        { timeoutMs: 20_000 },
      );
      await heal(stack.telegram, outage);
      await eventually(async () => expect((await list(stack, 'sent')).count).toBe(12), { timeoutMs: 40_000 });
      expect(CHATS.map((chatId) => texts(stack, chatId))).toEqual(CHATS.map(() => ROUNDS));
      expect(await stack.leaks()).toEqual([]);
    });
  },
);

test.concurrent('a message whose acknowledgement got lost comes twice at most, the others once', async () => {
  await withStack({}, async (stack) => {
    await stack.healthBecomes(HEALTHY);
    stack.telegram.set({ kind: 'lost_answer', methods: ['sendMessage'], times: 1 });
    const wanted = CHATS.map((chatId) => `to ${chatId}`);
    for (const chat_id of CHATS) await post(stack, { chat_id, text: `to ${chat_id}` });
    await eventually(async () => expect((await list(stack, 'sent')).count).toBe(CHATS.length), {
      timeoutMs: 30_000,
    });
    const came = texts(stack);
    expect([came.length, [...new Set(came)].sort()]).toEqual([wanted.length + 1, wanted]);
  });
});

test.concurrent('what cannot be sent for too long is given up with the reason, and can be tried again', async () => {
  await withStack({ TELEGRAM_GIVE_UP_AFTER_MS: '1500' }, async (stack) => {
    await stack.healthBecomes(HEALTHY);
    await strike(stack.telegram, 'refuse');
    const { id } = messageOf(await post(stack, { chat_id: 11, text: 'too late', severity: 'critical' }));
    const reason = 'Telegram unreachable: connection refused';
    const dead = await ended(stack, id);
    expect(dead).toMatchObject({ state: 'dead', error: expect.stringContaining(reason) });
    expect(await list(stack, 'dead')).toEqual({ messages: [dead], count: 1 });
    const told = (await stack.log()).filter(({ msg }) => msg === 'Message given up');
    expect(told).toMatchObject([{ chatId: 11, messageId: id, reason: dead.error }]);

    await heal(stack.telegram, 'refuse');
    await stack.healthBecomes(HEALTHY);
    const { status, json } = await post(stack, '', { path: `${PATH}/${id}/retry` });
    expect([status, (json as Message).state]).toEqual([202, 'queued']);
    await eventually(() => expect(texts(stack, 11)).toEqual(['too late']), { timeoutMs: 15_000 });
    expect(await list(stack, 'dead')).toEqual({ messages: [], count: 0 });
  });
});

test.concurrent('a token that Telegram refuses keeps messages waiting until it is accepted', async () => {
  await withStack({}, async (stack) => {
    await stack.healthBecomes(HEALTHY);
    stack.telegram.set({ kind: 'unauthorized' });
    const { id } = messageOf(await post(stack, { chat_id: 11, text: 'patience' }));
    await eventually(async () =>
      expect((await list(stack, 'queued')).messages).toMatchObject([
        { id, error: 'Telegram refused the token' },
      ]),
    );
    stack.telegram.set({ kind: 'ok' });
    await eventually(() => expect(texts(stack, 11)).toEqual(['patience']), { timeoutMs: 30_000 });
  });
});
