import { expect, jest, test } from '@jest/globals';
import { eventually } from '@neuratrade/test-kit';
import { fixture, HEALTHY } from './fixture.js';
import { type Stack, withStack } from './harness.js';
import { commandUpdate } from './updates.js';

jest.setTimeout(30_000);

const BACKEND_HEALTH = fixture('health.healthy.json');

const answersTo = ({ telegram }: Stack, chatId: number) =>
  telegram.sent().filter(({ payload }) => payload.chat_id === chatId).length;

async function withUpdateUnderWay(run: (stack: Stack) => Promise<void>): Promise<void> {
  await withStack({}, async (stack) => {
    await stack.healthBecomes(HEALTHY);
    stack.backend.set({ body: BACKEND_HEALTH, delayMs: 1_000 });
    stack.telegram.updates.pushText({ chatId: 1, text: '/status' });
    await eventually(() => expect(stack.backend.requests()).toBe(1));
    await run(stack);
  });
}

test.concurrent('SIGTERM finishes the update under way, and it is answered once', async () => {
  await withUpdateUnderWay(async (stack) => {
    stack.telegram.updates.pushText({ chatId: 1, text: '/help' });
    const stopped = stack.service.stop('SIGTERM');
    await eventually(async () => expect(await stack.service.get('/ready')).toMatchObject({ status: 503 }));
    stack.telegram.updates.pushText({ chatId: 2, text: '/help' });
    expect(await stopped).toEqual({ code: 0, signal: null });
    expect([answersTo(stack, 1), answersTo(stack, 2)]).toEqual([1, 0]);

    await stack.start();
    await eventually(() => expect([answersTo(stack, 1), answersTo(stack, 2)]).toEqual([2, 1]));
    await eventually(() => expect(stack.telegram.updates.pending()).toEqual([]));
    expect([answersTo(stack, 1), answersTo(stack, 2)]).toEqual([2, 1]);
  });
});

test.concurrent('after kill -9 the update under way is answered, although Telegram has forgotten it', async () => {
  await withUpdateUnderWay(async (stack) => {
    await eventually(() => expect(stack.telegram.updates.pending()).toEqual([]));
    await stack.service.stop('SIGKILL');
    expect(answersTo(stack, 1)).toBe(0);

    stack.backend.set({ body: BACKEND_HEALTH });
    await stack.start();
    await eventually(() => expect(answersTo(stack, 1)).toBe(1));
  });
});

test.concurrent('an update that cannot be answered before the deadline is left for the next start', async () => {
  await withStack({ SHUTDOWN_DEADLINE_MS: '2500' }, async (stack) => {
    await stack.healthBecomes(HEALTHY);
    stack.telegram.set({ kind: 'hang', methods: ['sendMessage'] });
    stack.telegram.updates.pushText({ chatId: 1, text: '/help' });
    await eventually(() => expect(stack.telegram.requests('sendMessage')).toBe(1));
    expect(await stack.service.stop('SIGTERM')).toEqual({ code: 0, signal: null });

    stack.telegram.set({ kind: 'ok' });
    await stack.start();
    await eventually(() => expect(answersTo(stack, 1)).toBe(1));
  });
});

test.concurrent('an update that Telegram delivers again after a restart is not answered again', async () => {
  await withStack({}, async (stack) => {
    await stack.healthBecomes(HEALTHY);
    const updateId = stack.telegram.updates.pushText({ chatId: 1, text: '/help' });
    await eventually(() => expect(answersTo(stack, 1)).toBe(1));
    await eventually(async () =>
      expect((await stack.log()).map(({ msg }) => msg)).toContain('Update processed'),
    );
    await stack.service.stop('SIGTERM');

    const question = commandUpdate(updateId, 1, '/help');
    stack.telegram.updates.push(question);
    stack.telegram.updates.pushText({ chatId: 2, text: '/help' });
    await stack.start();
    await eventually(() => expect(answersTo(stack, 2)).toBe(1));
    await eventually(() => expect(stack.telegram.updates.pending()).toEqual([]));
    expect(answersTo(stack, 1)).toBe(1);
  });
});
