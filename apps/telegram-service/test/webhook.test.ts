import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { eventually, freePort } from '@neuratrade/test-kit';
import { degraded, HEALTHY } from './fixture.js';
import { type Stack, startStack, TOKEN, WEBHOOK_SECRET } from './harness.js';
import { commandUpdate } from './updates.js';

jest.setTimeout(30_000);

let stack: Stack;
let hook: string;
beforeAll(async () => {
  const port = await freePort();
  hook = `http://127.0.0.1:${port}/telegram/webhook`;
  stack = await startStack({
    TELEGRAM_PORT: String(port),
    TELEGRAM_WEBHOOK_URL: hook,
    TELEGRAM_WEBHOOK_SECRET: WEBHOOK_SECRET,
  });
  await stack.healthBecomes(HEALTHY);
});
afterAll(() => stack.close());

async function post(body: string, secret?: string) {
  const response = await fetch(hook, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(secret !== undefined && { 'x-telegram-bot-api-secret-token': secret }),
    },
    body,
  });
  return { status: response.status, body: await response.json() };
}

const answersTo = (chatId: number) =>
  stack.telegram.sent().filter(({ payload }) => payload.chat_id === chatId).length;

async function api(method: string, payload: object): Promise<void> {
  await fetch(`${stack.telegram.url}/bot${TOKEN}/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(payload),
  });
}

test('registers the webhook with its secret and polls no updates', async () => {
  expect(stack.telegram.calls('setWebhook')).toEqual([
    {
      method: 'setWebhook',
      payload: {
        url: hook,
        secret_token: WEBHOOK_SECRET,
        allowed_updates: ['message', 'callback_query', 'my_chat_member'],
      },
      at: expect.any(Number),
    },
  ]);
  expect(stack.telegram.requests('getUpdates')).toBe(0);
  expect((await stack.log()).map(({ msg, mode }) => [msg, mode])).toContainEqual([
    'Telegram service started',
    'webhook',
  ]);
});

test('answers what Telegram delivers', async () => {
  stack.telegram.updates.pushText({ chatId: 1, text: '/help' });
  await eventually(() => expect(answersTo(1)).toBe(1));
  await eventually(() => expect(stack.telegram.updates.pending()).toEqual([]));
});

describe('the webhook endpoint', () => {
  const unauthorized = {
    status: 401,
    body: {
      error: {
        code: 'unauthorized',
        message: 'X-Telegram-Bot-Api-Secret-Token must be TELEGRAM_WEBHOOK_SECRET.',
      },
    },
  };

  test.each([
    ['no secret', undefined],
    ['a wrong secret', 'wrong'],
    ['the beginning of the secret', WEBHOOK_SECRET.slice(0, -1)],
  ])('refuses %s', async (_case, secret) => {
    expect(await post(JSON.stringify(commandUpdate(1_000, 2, '/help')), secret)).toEqual(unauthorized);
    expect(answersTo(2)).toBe(0);
  });

  test('refuses a stranger before it reads the body', async () => {
    expect(await post('{', 'wrong')).toEqual(unauthorized);
  });

  test('takes an update once, however often it is delivered', async () => {
    const body = JSON.stringify(commandUpdate(2_000, 3, '/help'));
    for (let round = 0; round < 3; round += 1) {
      expect(await post(body, WEBHOOK_SECRET)).toEqual({ status: 200, body: {} });
    }
    await eventually(() => expect(answersTo(3)).toBe(1));
    expect(await post(body, WEBHOOK_SECRET)).toEqual({ status: 200, body: {} });
    expect(answersTo(3)).toBe(1);
  });

  test.each([
    ['no update', '{"hello":1}', 400, 'Send one update of the Bot API as JSON.'],
    ['no JSON', '{', 400, 'The body is no valid JSON.'],
    ['too much', JSON.stringify({ update_id: 1, x: 'x'.repeat(2 ** 20) }), 413, expect.any(String)],
  ])('refuses %s', async (_case, body, status, message) => {
    expect(await post(body, WEBHOOK_SECRET)).toEqual({
      status,
      body: { error: { code: status === 413 ? 'payload_too_large' : 'bad_request', message } },
    });
  });
});

describe('bot_active is the truth', () => {
  test('when another process takes the webhook away, and when it is taken back', async () => {
    await api('setWebhook', { url: 'http://127.0.0.1:9/elsewhere' });
    await stack.healthBecomes(degraded('another process changed the webhook'));
    await stack.healthBecomes(HEALTHY);
    expect(stack.telegram.calls('setWebhook').at(-1)?.payload.url).toBe(hook);
  });

  test('when Telegram answers 502', async () => {
    stack.telegram.set({ kind: 'bad_gateway' });
    await stack.healthBecomes(degraded('Telegram answered 502'));
    stack.telegram.set({ kind: 'ok' });
    await stack.healthBecomes(HEALTHY);
  });

  test('when Telegram cannot deliver', async () => {
    await api('setWebhook', { url: hook, secret_token: 'of_another_setting' });
    stack.telegram.updates.pushText({ chatId: 5, text: '/help' });
    await stack.healthBecomes(
      degraded('Telegram cannot deliver to the webhook: Wrong response from the webhook: 401 Unauthorized'),
    );
    await api('setWebhook', { url: hook, secret_token: WEBHOOK_SECRET });
    await eventually(() => expect(answersTo(5)).toBe(1));
    await stack.healthBecomes(HEALTHY);
  });
});

test('neither the token nor the secret shows anywhere', async () => {
  expect(await stack.leaks()).toEqual([]);
});
