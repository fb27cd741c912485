import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, jest, test } from '@jest/globals';
import { STORE_BROKEN } from '@neuratrade/health-contracts';
import { eventually, freePort } from '@neuratrade/test-kit';
import { fixture, HEALTHY } from './fixture.js';
import { type Stack, WEBHOOK_SECRET, withStack } from './harness.js';
import { commandUpdate } from './updates.js';

jest.setTimeout(60_000);

const HANGING = { delayMs: Number.POSITIVE_INFINITY };
const BACKEND_HEALTH = { body: fixture('health.healthy.json') };
const NOT_STORED = JSON.stringify({
  status: 'degraded',
  service: 'telegram-service',
  error: STORE_BROKEN,
  bot_active: true,
});
const TOO_MANY = 'Too many requests: I leave some out. Wait for my answers, then ask again.';
const BUSY_CHAT = 42;
const CHATS = [BUSY_CHAT, 1, 2, 3, 4, 5, 6, 7, 8];

const answersTo = ({ telegram }: Stack, chatId: number) =>
  telegram.sent().filter(({ payload }) => payload.chat_id === chatId).length;

const answers = (stack: Stack) => CHATS.map((chatId) => answersTo(stack, chatId));

/** `env` is read at each start. */
async function withWebhook(env: Record<string, string>, run: (stack: Stack, hook: string) => Promise<void>) {
  const port = await freePort();
  const hook = `http://127.0.0.1:${port}/telegram/webhook`;
  const webhook = {
    TELEGRAM_PORT: String(port),
    TELEGRAM_WEBHOOK_SECRET: WEBHOOK_SECRET,
    TELEGRAM_WEBHOOK_URL: hook,
  };
  await withStack(Object.assign(env, webhook), async (stack) => {
    await stack.healthBecomes(HEALTHY);
    await run(stack, hook);
  });
}

/** Five questions from one chat and one from each of eight others; Telegram has forgotten them. */
async function ask({ telegram }: Stack): Promise<void> {
  for (const chatId of [...Array(4).fill(BUSY_CHAT), ...CHATS]) {
    telegram.updates.pushText({ chatId, text: '/status' });
  }
  await eventually(() => expect(telegram.updates.pending()).toEqual([]));
}

/** Telegram takes no answer of those that are under way, one for each chat. */
async function withAnswersUnderWay(
  env: Record<string, string>,
  run: (stack: Stack) => Promise<void>,
): Promise<void> {
  await withWebhook(env, async (stack) => {
    stack.telegram.set({ kind: 'hang', methods: ['sendMessage'] });
    await ask(stack);
    await eventually(() => expect(stack.telegram.requests('sendMessage')).toBe(CHATS.length));
    await run(stack);
    expect(stack.telegram.sent()).toEqual([]);
    await restart(stack);
  });
}

/** All that is open is answered once by the next process. */
async function restart(stack: Stack): Promise<void> {
  stack.telegram.set({ kind: 'ok' });
  stack.backend.set(BACKEND_HEALTH);
  await stack.start();
  const once = [5, 1, 1, 1, 1, 1, 1, 1, 1];
  await eventually(() => expect(answers(stack)).toEqual(once), { timeoutMs: 20_000 });
}

test.concurrent('SIGTERM answers what is under way and leaves the rest to the next start', async () => {
  await withWebhook({}, async (stack) => {
    stack.backend.set(HANGING);
    await ask(stack);
    await eventually(() => expect(stack.backend.requests()).toBe(1));
    expect(await stack.service.stop('SIGTERM')).toEqual({ code: 0, signal: null });
    const [busy, ...others] = answers(stack);
    expect(others).toEqual(Array(8).fill(1));
    expect([1, 2]).toContain(busy);
    await restart(stack);
  });
});

test.concurrent('SIGTERM with too little time left loses nothing either', async () => {
  await withAnswersUnderWay({ SHUTDOWN_DEADLINE_MS: '2500' }, async ({ service }) => {
    expect(await service.stop('SIGTERM')).toEqual({ code: 0, signal: null });
  });
});

test.concurrent('after kill -9 every update is answered, although Telegram delivers none again', async () => {
  await withAnswersUnderWay({}, async ({ service }) => {
    await service.stop('SIGKILL');
  });
});

test.concurrent('what came by webhook is open for a process that polls, and the other way round', async () => {
  const env: Record<string, string> = {};
  await withWebhook(env, async (stack, hook) => {
    stack.telegram.set({ kind: 'hang', methods: ['sendMessage'] });
    await ask(stack);
    await stack.service.stop('SIGKILL');
    env.TELEGRAM_WEBHOOK_URL = '';
    await stack.start();
    await stack.healthBecomes(HEALTHY);
    stack.telegram.updates.pushText({ chatId: 90, text: '/status' });
    await eventually(() => expect(stack.telegram.updates.pending()).toEqual([]));
    await stack.service.stop('SIGKILL');
    env.TELEGRAM_WEBHOOK_URL = hook;
    await restart(stack);
    await eventually(() => expect(answersTo(stack, 90)).toBe(1));
  });
});

let updateId = 1_000;

async function post(hook: string, chatId: number, command: `/${string}` = '/status', id = updateId++) {
  const response = await fetch(hook, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': WEBHOOK_SECRET },
    body: JSON.stringify(commandUpdate(id, chatId, command)),
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

test.concurrent('an update is acknowledged when it is stored, and its answer follows', async () => {
  await withWebhook({}, async (stack, hook) => {
    stack.backend.set({ ...BACKEND_HEALTH, delayMs: 1_000 });
    expect(await post(hook, 1)).toEqual(TAKEN);
    expect(answersTo(stack, 1)).toBe(0);
    await eventually(() => expect(answersTo(stack, 1)).toBe(1));
  });
});

test.concurrent('a chat that floods is told once, and other chats are served', async () => {
  await withWebhook({}, async (stack, hook) => {
    stack.backend.set(HANGING);
    const posts = await Promise.all(Array.from({ length: 80 }, () => post(hook, 1)));
    expect(posts).toEqual(Array(80).fill(TAKEN));
    expect(await post(hook, 2, '/help')).toEqual(TAKEN);
    await eventually(() => expect(answersTo(stack, 2)).toBe(1), { timeoutMs: 2_500 });
    const told = () => stack.telegram.sent().filter(({ payload }) => payload.text === TOO_MANY);
    await eventually(() => expect(told()).toMatchObject([{ payload: { chat_id: 1 } }]));
  });
});

test.concurrent('an update that cannot be stored is to come again, is answered all the same, and once', async () => {
  await withWebhook({}, async (stack, hook) => {
    await stack.service.stop('SIGTERM');
    const folder = join(stack.home, 'data', 'inbox');
    await rm(folder, { recursive: true });
    await writeFile(folder, 'in its place');
    await stack.start();
    await stack.healthBecomes(NOT_STORED);
    stack.backend.set({ ...BACKEND_HEALTH, delayMs: 1_000 });
    const id = updateId++;
    expect(await post(hook, 1, '/status', id)).toEqual(NOT_NOW);
    await eventually(() => expect(answersTo(stack, 1)).toBe(1));
    await eventually(async () => expect(await post(hook, 1, '/status', id)).toEqual(TAKEN));
    expect(answersTo(stack, 1)).toBe(1);
  });
});
