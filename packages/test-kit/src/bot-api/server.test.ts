import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type BotApi, startBotApi } from './index.js';

const TOKEN = '1234567890:AAstandInTokenAAstandInTokenAAstand';

let api: BotApi;
beforeEach(async () => {
  api = await startBotApi({ token: TOKEN, username: 'neuratrade_bot' });
});
afterEach(() => api.close());

async function call(method: string, payload: object = {}, token = TOKEN) {
  const response = await fetch(`${api.url}/bot${token}/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(payload),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

async function ids(payload: object): Promise<number[]> {
  const { body } = await call('getUpdates', payload);
  return (body.result as { update_id: number }[]).map((update) => update.update_id);
}

async function until(condition: () => boolean): Promise<void> {
  const end = Date.now() + 3_000;
  while (!condition()) {
    if (Date.now() > end) throw new Error('condition not met in 3 s');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

const conflict = {
  status: 409,
  body: {
    ok: false,
    error_code: 409,
    description:
      'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
  },
};

describe('getUpdates', () => {
  test('delivers again what no higher offset has confirmed', async () => {
    const first = api.updates.pushText({ chatId: 7, text: 'one' });
    const second = api.updates.pushText({ chatId: 7, text: 'two' });
    expect(await ids({})).toEqual([first, second]);
    expect(await ids({ limit: 1 })).toEqual([first]);
    expect(await ids({ offset: second })).toEqual([second]);
    expect(api.updates.pending()).toEqual([second]);
    expect(await ids({ offset: second + 1 })).toEqual([]);
  });

  test('holds a poll open until an update comes', async () => {
    const poll = ids({ timeout: 30 });
    await until(() => api.polls() === 1);
    const id = api.updates.pushText({ chatId: 7, text: 'late' });
    expect(await poll).toEqual([id]);
  });

  test('ends a poll with nothing at its timeout', async () => {
    const started = Date.now();
    expect(await ids({ timeout: 1 })).toEqual([]);
    expect(Date.now() - started).toBeGreaterThanOrEqual(950);
  });

  test('ends the older of two overlapping polls with 409', async () => {
    const older = call('getUpdates', { timeout: 30 });
    await until(() => api.polls() === 1);
    const newer = call('getUpdates', { timeout: 30 });
    expect(await older).toEqual(conflict);
    api.updates.pushText({ chatId: 7, text: 'hi' });
    expect((await newer).status).toBe(200);
  });

  test('keeps back kinds of updates that were not allowed', async () => {
    await ids({ allowed_updates: ['callback_query'] });
    api.updates.pushText({ chatId: 7, text: 'unwanted' });
    expect(await ids({})).toEqual([]);
  });
});

describe('faults', () => {
  test.each([
    ['unauthorized', 401, { ok: false, error_code: 401, description: 'Unauthorized' }],
    ['not_found', 404, { ok: false, error_code: 404, description: 'Not Found' }],
    ['bad_request', 400, { ok: false, error_code: 400, description: 'Bad Request: no' }],
    ['forbidden', 403, { ok: false, error_code: 403, description: 'Forbidden: bot was blocked by the user' }],
    [
      'migrated',
      400,
      {
        ok: false,
        error_code: 400,
        description: 'Bad Request: group chat was upgraded to a supergroup chat',
        parameters: { migrate_to_chat_id: -1_007 },
      },
    ],
    ['bad_gateway', 502, { ok: false, error_code: 502, description: 'Bad Gateway' }],
    [
      'too_many',
      429,
      {
        ok: false,
        error_code: 429,
        description: 'Too Many Requests: retry after 7',
        parameters: { retry_after: 7 },
      },
    ],
  ] as const)('%s answers as Telegram does', async (kind, status, body) => {
    const description = kind === 'bad_request' ? { description: 'Bad Request: no' } : {};
    api.set({ kind, retryAfter: 7, toChatId: -1_007, ...description });
    expect(await call('getMe')).toEqual({ status, body });
    api.set({ kind: 'ok' });
    expect((await call('getMe')).status).toBe(200);
    expect(api.requests('getMe')).toBe(2);
  });

  test('a fault for some methods leaves the others alone', async () => {
    api.set({ kind: 'conflict', methods: ['getUpdates'] });
    expect(await call('getUpdates')).toEqual(conflict);
    expect((await call('getMe')).status).toBe(200);
  });

  test('a fault for some chats and so many calls leaves the rest alone', async () => {
    api.set({ kind: 'forbidden', chats: [8] }, { kind: 'bad_gateway', methods: ['sendMessage'], times: 2 });
    const statuses: number[] = [];
    for (const chat_id of [7, 8, 7, 7, 8]) {
      statuses.push((await call('sendMessage', { chat_id, text: 'hi' })).status);
    }
    expect(statuses).toEqual([502, 403, 502, 200, 403]);
  });

  test('a lost answer belongs to work that was done', async () => {
    api.set({ kind: 'lost_answer', methods: ['sendMessage'], times: 1 });
    await expect(call('sendMessage', { chat_id: 7, text: 'hi' })).rejects.toThrow('fetch failed');
    expect(api.shown(7)).toEqual([{ messageId: 1, text: 'hi', photo: undefined, buttons: [] }]);
    expect((await call('sendMessage', { chat_id: 7, text: 'hi' })).status).toBe(200);
  });

  test('reset and hang also strike polls that wait already', async () => {
    const cut = call('getUpdates', { timeout: 30 });
    await until(() => api.polls() === 1);
    api.set({ kind: 'reset' });
    await expect(cut).rejects.toThrow('fetch failed');
    api.set({ kind: 'ok' });

    const held = ids({ timeout: 1 }).catch(() => 'cut');
    await until(() => api.polls() === 1);
    api.set({ kind: 'hang' });
    const other = new Promise((resolve) => setTimeout(resolve, 1_300, 'still open'));
    expect(await Promise.race([held, other])).toBe('still open');
  });

  test('refuses connections and takes them again on the same port', async () => {
    await api.refuse();
    await expect(call('getMe')).rejects.toThrow('fetch failed');
    await api.accept();
    expect((await call('getMe')).status).toBe(200);
  });

  test('refuses a wrong token', async () => {
    expect(await call('getMe', {}, '1:wrong')).toEqual({
      status: 401,
      body: { ok: false, error_code: 401, description: 'Unauthorized' },
    });
  });
});

describe('messages', () => {
  test('records what was accepted and refuses bad markup', async () => {
    const good = { chat_id: 7, text: '<b>hi</b>', parse_mode: 'HTML' };
    expect((await call('sendMessage', good)).body.result).toMatchObject({ text: 'hi', chat: { id: 7 } });
    expect(await call('sendMessage', { ...good, text: '<x>' })).toEqual({
      status: 400,
      body: {
        ok: false,
        error_code: 400,
        description: 'Bad Request: can\'t parse entities: Unsupported start tag "x" at byte offset 0',
      },
    });
    expect(api.sent()).toEqual([{ method: 'sendMessage', payload: good, at: expect.any(Number) }]);
  });

  test('takes a picture as an upload', async () => {
    const form = new FormData();
    form.set('chat_id', '7');
    form.set('caption', 'curve');
    form.set('photo', new File([new Uint8Array(5)], 'curve.png'));
    await fetch(`${api.url}/bot${TOKEN}/sendPhoto`, { method: 'POST', body: form });
    expect(api.sent()).toEqual([
      {
        method: 'sendPhoto',
        payload: { chat_id: 7, caption: 'curve', photo: { file: 'curve.png', bytes: 5 } },
        at: expect.any(Number),
      },
    ]);
  });
});
