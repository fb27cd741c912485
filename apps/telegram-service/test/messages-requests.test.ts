import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { eventually, request } from '@neuratrade/test-kit';
import { HEALTHY } from './fixture.js';
import { SERVICE_KEY, type Stack, startStack } from './harness.js';
import { ended, get, list, messageOf, PATH, post, texts } from './messages-rig.js';

jest.setTimeout(60_000);

let stack: Stack;
let lastChat = 1_000;

/** A chat that no other test sends to. */
const newChat = () => {
  lastChat += 1;
  return lastChat;
};

const arrived = (chatId: number, expected: readonly string[]) =>
  eventually(() => expect(texts(stack, chatId)).toEqual(expected), { timeoutMs: 20_000 });

const refused = (status: number, code: string, message: unknown) => [status, { error: { code, message } }];

beforeAll(async () => {
  stack = await startStack({});
  await stack.healthBecomes(HEALTHY);
});
afterAll(() => stack.close());

describe('an idempotency key', () => {
  test('makes the same message one message, by field or header', async () => {
    const chatId = newChat();
    const message = { chat_id: chatId, text: 'once' };
    const first = await post(stack, { ...message, idempotency_key: 'daily-1' });
    const second = await post(stack, message, { headers: { 'Idempotency-Key': 'daily-1' } });
    expect([first.status, second.status, messageOf(second).id]).toEqual([202, 200, messageOf(first).id]);
    await ended(stack, messageOf(first).id);
    const third = await post(stack, { ...message, idempotency_key: 'daily-1' });
    expect([third.status, messageOf(third)]).toMatchObject([200, { state: 'sent' }]);
    expect(texts(stack, chatId)).toEqual(['once']);
  });

  test('makes one message also of many at the same time', async () => {
    const chatId = newChat();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        post(stack, { chat_id: chatId, text: 'once of twenty', idempotency_key: 'daily-2' }),
      ),
    );
    const ids = new Set(answers.map((answer) => messageOf(answer).id));
    const taken = answers.filter(({ status }) => status === 202).length;
    expect([ids.size, taken]).toEqual([1, 1]);
    await arrived(chatId, ['once of twenty']);
  });

  test('is refused for another message', async () => {
    const chatId = newChat();
    const message = { chat_id: chatId, text: 'one', idempotency_key: 'daily-3' };
    await post(stack, message);
    const others = [
      { text: 'two' },
      { severity: 'critical' },
      { chat_id: chatId + 500 },
      { format: 'plain' },
    ];
    for (const other of others) {
      const { status, json } = await post(stack, { ...message, ...other });
      expect([status, json]).toEqual(
        refused(
          409,
          'conflict',
          'idempotency_key stands for another message that was sent within a week. Choose another key, or send the same message.',
        ),
      );
    }
  });
});

describe('a request', () => {
  test('without the service key is refused before its body is read', async () => {
    const url = stack.service.url + PATH;
    const answers = await Promise.all([
      request(url, { method: 'POST', body: '{"chat_id":1' }),
      request(url, { headers: { 'X-API-Key': `${SERVICE_KEY}x` } }),
      request(`${url}/x`),
      request(`${url}/x/retry`, { method: 'POST' }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401]);
  });

  test.each([
    ['no JSON', '{"chat_id":1,', 'The body is no valid JSON.'],
    ['no chat', { text: 'x' }, 'Name either chat_id or account.'],
    ['no text', { chat_id: 1, text: '' }, 'text must not be empty.'],
    ['nothing but markup', { chat_id: 1, text: '<b> </b>' }, 'text shows nothing: it is markup alone.'],
    [
      'one character too many',
      { chat_id: 1, text: 'x'.repeat(4_097) },
      'text is too long: a chat would show 4,097 characters, Telegram allows 4,096. Cut it, or send it in parts.',
    ],
    [
      'characters of two units, one too many',
      { chat_id: 1, text: '😀'.repeat(2_049), format: 'plain' },
      'text is too long: a chat would show 4,098 characters, Telegram allows 4,096. Cut it, or send it in parts.',
    ],
  ])('with %s is refused', async (_case, body, message) => {
    const { status, json } = await post(stack, body);
    expect([status, json]).toEqual(refused(400, 'bad_request', message));
  });

  test('larger than any message can be is refused', async () => {
    const { status, json } = await post(stack, { chat_id: 1, text: 'x'.repeat(1_100_000) });
    expect([status, json]).toEqual(
      refused(413, 'payload_too_large', 'The body is larger than this endpoint takes.'),
    );
  });

  test('with the longest text that a chat can show is taken, whatever its markup takes', async () => {
    const chatId = newChat();
    const text = '<b>&lt;</b>'.repeat(1_800);
    const { status } = await post(stack, { chat_id: chatId, text });
    expect(status).toBe(202);
    await arrived(chatId, [text]);
    expect(stack.telegram.shown(chatId).map((shown) => shown.text)).toEqual(['<'.repeat(1_800)]);
  });

  test('for what is not there says so', async () => {
    const { id } = messageOf(await post(stack, { chat_id: newChat(), text: 'x' }));
    await ended(stack, id);
    const [unknown, again, ofNone] = await Promise.all([
      get(stack, `${PATH}/nothing`),
      post(stack, '', { path: `${PATH}/${id}/retry` }),
      post(stack, '', { path: `${PATH}/nothing/retry` }),
    ]);
    const none = 'There is no message nothing. What has ended is kept for a week.';
    expect([unknown, again, ofNone].map(({ status, json }) => [status, json])).toEqual([
      refused(404, 'not_found', none),
      refused(409, 'conflict', `Message ${id} is sent: only one that was given up can be retried.`),
      refused(404, 'not_found', none),
    ]);
  });

  test.each([
    ['?state=lost', 'state=lost: give one of queued, dead, sent.'],
    ['?limit=0', 'limit=0: give a whole number from 1 to 1000.'],
    ['?limit=1001', 'limit=1001: give a whole number from 1 to 1000.'],
  ])('for a list with %s is refused', async (query, message) => {
    const { status, json } = await get(stack, PATH + query);
    expect([status, json]).toEqual(refused(400, 'bad_request', message));
  });

  test('for a list tells the oldest first, no more than asked for, and how many there are', async () => {
    await eventually(async () => expect((await list(stack, 'queued')).count).toBe(0), { timeoutMs: 20_000 });
    const all = await list(stack, 'sent');
    const { json } = await get(stack, `${PATH}?state=sent&limit=2`);
    expect(json).toEqual({ messages: all.messages.slice(0, 2), count: all.count });
    expect(all.count).toBeGreaterThan(2);
    const times = all.messages.map(({ queued_at: at }) => at);
    expect(times).toEqual([...times].sort());
  });
});
