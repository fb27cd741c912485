import { expect, jest, test } from '@jest/globals';
import { eventually, freePort } from '@neuratrade/test-kit';
import { fixture, HEALTHY } from './fixture.js';
import { type Stack, WEBHOOK_SECRET, withStack } from './harness.js';
import { commandUpdate } from './updates.js';

jest.setTimeout(30_000);

const HANGING = { delayMs: Number.POSITIVE_INFINITY };
const BACKEND_HEALTH = { body: fixture('health.healthy.json') };
const BUSY_CHAT = 42;
const CHATS = [BUSY_CHAT, 1, 2, 3, 4, 5, 6, 7, 8];

const answersTo = ({ telegram }: Stack, chatId: number) =>
  telegram.sent().filter(({ payload }) => payload.chat_id === chatId).length;

const answers = (stack: Stack) => CHATS.map((chatId) => answersTo(stack, chatId));

async function withWebhook(env: Record<string, string>, run: (stack: Stack, hook: string) => Promise<void>) {
  const port = await freePort();
  const hook = `http://127.0.0.1:${port}/telegram/webhook`;
  const webhook = {
    TELEGRAM_PORT: String(port),
    TELEGRAM_WEBHOOK_URL: hook,
    TELEGRAM_WEBHOOK_SECRET: WEBHOOK_SECRET,
  };
  await withStack({ ...webhook, ...env }, async (stack) => {
    await stack.healthBecomes(HEALTHY);
    await run(stack, hook);
  });
}

/** Twelve questions from one chat and one from each of eight others, while the backend hangs. */
async function withQuestionsUnderWay(
  env: Record<string, string>,
  run: (stack: Stack) => Promise<void>,
): Promise<void> {
  await withWebhook(env, async (stack) => {
    stack.backend.set(HANGING);
    for (const chatId of [...Array(11).fill(BUSY_CHAT), ...CHATS]) {
      stack.telegram.updates.pushText({ chatId, text: '/status' });
    }
    await eventually(() => expect(stack.backend.requests()).toBe(1));
    expect(stack.telegram.updates.pending()).toHaveLength(20);
    await run(stack);
  });
}

async function restart(stack: Stack): Promise<void> {
  stack.backend.set(BACKEND_HEALTH);
  await stack.start();
  await eventually(() => expect(stack.telegram.updates.pending()).toEqual([]), { timeoutMs: 10_000 });
  expect(answers(stack)).toEqual([12, 1, 1, 1, 1, 1, 1, 1, 1]);
}

test.concurrent('SIGTERM answers what is under way and leaves the rest to the next start', async () => {
  await withQuestionsUnderWay({}, async (stack) => {
    expect(await stack.service.stop('SIGTERM')).toEqual({ code: 0, signal: null });
    expect(answers(stack)).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 1]);
    expect(stack.telegram.updates.pending()).toHaveLength(11);
    await restart(stack);
  });
});

test.concurrent('SIGTERM with too little time left loses nothing either', async () => {
  await withQuestionsUnderWay({ SHUTDOWN_DEADLINE_MS: '1500' }, async (stack) => {
    expect(await stack.service.stop('SIGTERM')).toEqual({ code: 0, signal: null });
    expect(stack.telegram.updates.pending()).toHaveLength(20);
    await restart(stack);
  });
});

test.concurrent('after kill -9 every update comes again and is answered', async () => {
  await withQuestionsUnderWay({}, async (stack) => {
    await stack.service.stop('SIGKILL');
    expect(stack.telegram.updates.pending()).toHaveLength(20);
    await restart(stack);
  });
});

let updateId = 1_000;

async function post(hook: string, chatId: number) {
  const response = await fetch(hook, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': WEBHOOK_SECRET },
    body: JSON.stringify(commandUpdate(updateId++, chatId, '/status')),
  });
  const { status, headers } = response;
  return { status, retryAfter: headers.get('retry-after'), body: await response.json() };
}

const TAKEN = { status: 200, retryAfter: null, body: {} };
const NOT_NOW = {
  status: 503,
  retryAfter: '1',
  body: {
    error: { code: 'unavailable', message: 'The bot takes no updates now. Send this one again.' },
  },
};

test.concurrent('an update is acknowledged when its answer is out, not before', async () => {
  await withWebhook({}, async (stack, hook) => {
    stack.backend.set({ ...BACKEND_HEALTH, delayMs: 2_500 });
    expect(await post(hook, 1)).toEqual(TAKEN);
    expect(answersTo(stack, 1)).toBe(1);
  });
});

test.concurrent('a sixth open update of a chat is to come again, other chats are served', async () => {
  await withWebhook({}, async (stack, hook) => {
    stack.backend.set({ ...BACKEND_HEALTH, delayMs: 300 });
    const [other, ...posts] = await Promise.all([
      post(hook, 2),
      ...Array.from({ length: 40 }, () => post(hook, 1)),
    ]);
    expect(other).toEqual(TAKEN);
    expect(posts.filter(({ status }) => status === 200)).toEqual(Array(5).fill(TAKEN));
    expect(posts.filter(({ status }) => status !== 200)).toEqual(Array(35).fill(NOT_NOW));
    expect([answersTo(stack, 1), answersTo(stack, 2)]).toEqual([5, 1]);
  });
});

test.concurrent('200 updates are open at most, the others are to come again', async () => {
  await withWebhook({}, async (stack, hook) => {
    stack.backend.set({ ...BACKEND_HEALTH, delayMs: 2_500 });
    const posts = await Promise.all(Array.from({ length: 220 }, (_, chat) => post(hook, 1_000 + chat)));
    expect(posts.filter(({ status }) => status === 200)).toEqual(Array(200).fill(TAKEN));
    expect(posts.filter(({ status }) => status !== 200)).toEqual(Array(20).fill(NOT_NOW));
    expect(stack.telegram.sent()).toHaveLength(200);
    await stack.healthBecomes(HEALTHY);
  });
});
