import { expect, jest, test } from '@jest/globals';
import { eventually } from '@neuratrade/test-kit';
import { fixture, HEALTHY } from './fixture.js';
import { SERVICE_KEY, type Stack, withStack } from './harness.js';

jest.setTimeout(30_000);

const HANGING = { delayMs: Number.POSITIVE_INFINITY };
const BACKEND_HEALTH = { body: fixture('health.healthy.json') };
const TOO_MANY = 'Too many requests: I leave some out. Wait for my answers, then ask again.';

const textsTo = ({ telegram }: Stack, chatId: number) =>
  telegram
    .sent()
    .filter(({ payload }) => payload.chat_id === chatId)
    .map(({ payload }) => String(payload.text));

function ask({ telegram }: Stack, chatId: number, times: number): void {
  for (let n = 0; n < times; n += 1) telegram.updates.pushText({ chatId, text: '/status' });
}

test.concurrent('a chat that floods delays no other, is told once, and gets its first answers', async () => {
  await withStack({}, async (stack) => {
    await stack.healthBecomes(HEALTHY);
    stack.backend.set(HANGING);
    ask(stack, 1, 120);
    stack.telegram.updates.pushText({ chatId: 2, text: '/help' });
    await eventually(() => expect(textsTo(stack, 2)).toHaveLength(1), { timeoutMs: 2_000 });
    await eventually(() => expect(textsTo(stack, 1)).toContain(TOO_MANY));
    await eventually(() => expect(stack.telegram.updates.pending()).toEqual([]));

    stack.backend.set(BACKEND_HEALTH);
    await eventually(() => expect(textsTo(stack, 1).length).toBeGreaterThan(4), { timeoutMs: 10_000 });
    expect(textsTo(stack, 1).filter((text) => text === TOO_MANY)).toHaveLength(1);
    const told = (await stack.log()).filter(({ msg }) => msg === 'Flood began');
    expect(told).toMatchObject([{ level: 'warn', chatId: 1 }]);
  });
});

test.concurrent('messages in a group that ask the bot nothing are no flood', async () => {
  await withStack({}, async (stack) => {
    await stack.healthBecomes(HEALTHY);
    for (const text of [...Array(120).fill('talk'), '/help@other_bot', '/help']) {
      stack.telegram.updates.pushText({ chatId: -5, chatType: 'group', text });
    }
    await eventually(() => expect(textsTo(stack, -5)).toEqual([expect.stringContaining('What I can do')]));
    await eventually(() => expect(stack.telegram.updates.pending()).toEqual([]));
    expect(textsTo(stack, -5)).toHaveLength(1);
  });
});

test.concurrent('chats that ask at one time share one question to the backend', async () => {
  await withStack({}, async (stack) => {
    await stack.healthBecomes(HEALTHY);
    stack.backend.set({ ...BACKEND_HEALTH, delayMs: 1_000 });
    for (let chatId = 1; chatId <= 30; chatId += 1) ask(stack, chatId, 1);
    await eventually(() => expect(stack.telegram.sent()).toHaveLength(30));
    expect(stack.backend.requests()).toBe(1);
  });
});

test.concurrent('kill -9 during a flood loses no update of another chat, nor those of the flood that were taken', async () => {
  await withStack({}, async (stack) => {
    await stack.healthBecomes(HEALTHY);
    stack.telegram.set({ kind: 'hang', methods: ['sendMessage'], chats: [2] });
    stack.backend.set(HANGING);
    ask(stack, 2, 1);
    ask(stack, 1, 60);
    await eventually(() => expect(textsTo(stack, 1)).toContain(TOO_MANY));
    await eventually(() => expect(stack.telegram.updates.pending()).toEqual([]));
    await stack.service.stop('SIGKILL');
    expect(textsTo(stack, 2)).toEqual([]);

    stack.telegram.set({ kind: 'ok' });
    stack.backend.set(BACKEND_HEALTH);
    await stack.start();
    await eventually(() => expect(textsTo(stack, 2)).toHaveLength(1));
    await eventually(() => expect(textsTo(stack, 1).length).toBeGreaterThan(3), { timeoutMs: 10_000 });
    const { json } = await stack.service.get('/api/v1/health/details', { 'X-API-Key': SERVICE_KEY });
    const { open } = (json as { updates: { open: number } }).updates;
    expect(open).toBeGreaterThanOrEqual(50 - textsTo(stack, 1).length);
    expect(textsTo(stack, 2)).toHaveLength(1);
  });
});
