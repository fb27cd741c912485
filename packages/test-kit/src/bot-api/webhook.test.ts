import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { eventually } from '../eventually.js';
import { type BotApi, startBotApi } from './index.js';

const TOKEN = '1234567890:AAstandInTokenAAstandInTokenAAstand';

let api: BotApi;
beforeEach(async () => {
  api = await startBotApi({ token: TOKEN, username: 'neuratrade_bot' });
});
afterEach(() => api.close());

async function call(method: string, payload: object = {}) {
  const response = await fetch(`${api.url}/bot${TOKEN}/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(payload),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

/** Runs a test with a server that Telegram could call. */
async function withReceiver(listener: RequestListener, run: (url: string) => Promise<void>): Promise<void> {
  const receiver = createServer(listener);
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  try {
    await run(`http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`);
  } finally {
    receiver.closeAllConnections();
    receiver.close();
  }
}

async function json(request: AsyncIterable<unknown>): Promise<{ update_id: number }> {
  let body = '';
  for await (const chunk of request) body += chunk;
  return JSON.parse(body);
}

test('a webhook gets each update with the secret, again after a failure, and getUpdates is refused meanwhile', async () => {
  const seen: { id: number; secret: unknown }[] = [];
  const statuses = [500, 200];
  const listener: RequestListener = async (request, response) => {
    const { update_id: id } = await json(request);
    seen.push({ id, secret: request.headers['x-telegram-bot-api-secret-token'] });
    response.writeHead(statuses.shift() ?? 200).end();
  };
  await withReceiver(listener, async (url) => {
    await call('setWebhook', { url, secret_token: 's3cret' });
    expect((await call('getUpdates')).status).toBe(409);
    const id = api.updates.pushText({ chatId: 7, text: 'hi' });
    await eventually(() => expect(api.updates.pending()).toEqual([]));
    expect(seen).toEqual([
      { id, secret: 's3cret' },
      { id, secret: 's3cret' },
    ]);
    expect((await call('getWebhookInfo')).body.result).toMatchObject({
      url,
      pending_update_count: 0,
      last_error_message: 'Wrong response from the webhook: 500 Internal Server Error',
    });
  });
});

test('a webhook gets the chats side by side, and each chat in order', async () => {
  const seen: number[] = [];
  const held: (() => void)[] = [];
  const listener: RequestListener = async (request, response) => {
    seen.push((await json(request)).update_id);
    held.push(() => response.end());
  };
  await withReceiver(listener, async (url) => {
    await call('setWebhook', { url });
    const [first, second, other] = [7, 7, 8].map((chatId) => api.updates.pushText({ chatId, text: 'hi' }));
    await eventually(() => expect(seen).toHaveLength(2));
    expect(seen.sort()).toEqual([first, other]);
    expect(api.updates.pending()).toEqual([first, second, other]);
    for (const answer of held.splice(0)) answer();
    await eventually(() => expect(held).toHaveLength(1));
    expect(api.updates.pending()).toEqual([second]);
    held.pop()?.();
    await eventually(() => expect(api.updates.pending()).toEqual([]));
  });
});

test('a webhook gets none of the kinds of updates that it did not ask for', async () => {
  await withReceiver(
    (_request, response) => response.end(),
    async (url) => {
      await call('setWebhook', { url, allowed_updates: ['callback_query'] });
      api.updates.pushText({ chatId: 7, text: 'unwanted' });
      expect(api.updates.pending()).toEqual([]);
    },
  );
});
