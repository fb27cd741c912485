import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { eventually, htmlToText } from '@neuratrade/test-kit';
import { fixture, HEALTHY } from './fixture.js';
import { type Stack, startStack } from './harness.js';

jest.setTimeout(30_000);

let stack: Stack;
beforeAll(async () => {
  stack = await startStack();
  await stack.healthBecomes(HEALTHY);
});
afterAll(() => stack.close());

let nextChat = 100;

/** Sends a text from a chat of its own and returns the one answer. */
async function ask(text: string): Promise<Readonly<Record<string, unknown>>> {
  const chatId = nextChat++;
  stack.telegram.updates.pushText({ chatId, text });
  const answers = () => stack.telegram.sent().filter(({ payload }) => payload.chat_id === chatId);
  await eventually(() => expect(answers()).toHaveLength(1));
  return answers()[0]?.payload ?? {};
}

const shown = async (text: string) => htmlToText(String((await ask(text)).text));

describe('the bot answers', () => {
  test('/start with a welcome', async () => {
    expect(await ask('/start')).toEqual({
      chat_id: nextChat - 1,
      text: '<b>Welcome to NeuraTrade</b>\n\nI watch the services that your trading bots depend on.\n/status tells whether they work, /help lists what I can do.',
      parse_mode: 'HTML',
      link_preview_options: { is_disabled: true },
    });
  });

  test('/help with every command, the same that Telegram shows in its menu', async () => {
    expect(await shown('/help')).toBe(
      'What I can do\n\n/help – List the commands\n/start – What this bot is for\n/status – Health of all services',
    );
    expect(stack.telegram.calls('setMyCommands')).toEqual([
      {
        method: 'setMyCommands',
        payload: {
          commands: [
            { command: 'help', description: 'List the commands' },
            { command: 'start', description: 'What this bot is for' },
            { command: 'status', description: 'Health of all services' },
          ],
        },
      },
    ]);
  });

  test('/status while all is well', async () => {
    stack.backend.set({ status: 200, body: fixture('health.healthy.json') });
    expect(await shown('/status')).toBe(
      'NeuraTrade is healthy\n\n✅ database: healthy\n✅ redis: healthy\n✅ ccxt: healthy\n✅ telegram: healthy\n\nUp 2h15m30s, as of 2026-03-03 10:30 UTC',
    );
  });

  test.each([
    [
      'health.degraded.json',
      200,
      '✅ database: healthy\n✅ redis: healthy\n❌ ccxt: unhealthy\n❌ telegram: unhealthy',
    ],
    [
      'health.database-down.503.json',
      503,
      '❌ database: unhealthy\n✅ redis: healthy\n✅ ccxt: healthy\n✅ telegram: healthy',
    ],
  ])('/status from %s', async (name, status, services) => {
    stack.backend.set({ status, body: fixture(name) });
    expect(await shown('/status@neuratrade_bot')).toBe(
      `NeuraTrade is degraded\n\n${services}\n\nReasons: neuratrade gateway status`,
    );
  });

  test.each([
    ['an error', { status: 500, body: '{}' }, 'HTTP 500'],
    ['nonsense', { status: 200, body: '<html>' }, 'unexpected answer'],
    ['a body of another shape', { status: 200, body: '{"status":"healthy"}' }, 'unexpected answer'],
  ])('/status clearly when the backend answers with %s', async (_case, answer, reason) => {
    stack.backend.set(answer);
    expect(await shown('/status')).toBe(
      `❌ The backend does not answer: ${reason}.\n\nSee what runs with neuratrade gateway status.`,
    );
  });

  test('a plain text with what it can do', async () => {
    expect(await shown('hello <there>')).toBe('I do not know that. /help lists what I can do.');
  });

  test('in groups only to commands that it knows and that are meant for it', async () => {
    const before = stack.telegram.sent().length;
    const say = (text: string) => stack.telegram.updates.pushText({ chatId: -5, text, chatType: 'group' });
    for (const text of ['hello', '/unknown', '/help@other_bot', '/help@neuratrade_bot']) say(text);
    await eventually(() => expect(stack.telegram.updates.pending()).toEqual([]));
    expect(stack.telegram.sent().slice(before)).toMatchObject([
      { payload: { chat_id: -5, parse_mode: 'HTML' } },
    ]);
  });
});

test('a slow backend delays no other chat, and each chat keeps its order', async () => {
  stack.backend.set({ status: 200, body: fixture('health.healthy.json'), delayMs: 1_500 });
  const before = stack.telegram.sent().length;
  for (const text of ['/status', '/start']) stack.telegram.updates.pushText({ chatId: 1, text });
  stack.telegram.updates.pushText({ chatId: 2, text: '/help' });
  await eventually(() => expect(stack.telegram.sent()).toHaveLength(before + 1), { timeoutMs: 1_200 });
  stack.telegram.updates.pushText({ chatId: 3, text: '/help' });
  await eventually(() => expect(stack.telegram.sent()).toHaveLength(before + 4));
  const order = stack.telegram.sent().slice(before);
  expect(order.map(({ payload }) => [payload.chat_id, String(payload.text).split('\n')[0]])).toEqual([
    [2, '<b>What I can do</b>'],
    [3, '<b>What I can do</b>'],
    [1, '<b>NeuraTrade is healthy</b>'],
    [1, '<b>Welcome to NeuraTrade</b>'],
  ]);
});

test('an answer that Telegram refuses for a while is sent when it takes it again', async () => {
  const before = stack.telegram.sent().length;
  stack.telegram.set({ kind: 'too_many', retryAfter: 1, methods: ['sendMessage'] });
  stack.telegram.updates.pushText({ chatId: 9, text: '/help' });
  await eventually(() => expect(stack.telegram.requests('sendMessage')).toBeGreaterThan(before));
  stack.telegram.set({ kind: 'ok' });
  await eventually(() => expect(stack.telegram.sent()).toHaveLength(before + 1));
  expect(JSON.parse((await stack.health()).text)).toMatchObject({ bot_active: true });
});

test('/status says so when the backend is gone', async () => {
  await stack.backend.close();
  expect(await shown('/status')).toBe(
    '❌ The backend does not answer: connection refused.\n\nSee what runs with neuratrade gateway status.',
  );
});

test('the log tells the start and every update, in the fields of the specification', async () => {
  const log = await stack.log();
  const first = (msg: string) => JSON.stringify(log.find((line) => line.msg === msg));
  expect(first('Telegram service started')).toMatch(
    /^\{"level":"info","time":\d{10},"msg":"Telegram service started","port":\d+,"mode":"polling"\}$/,
  );
  expect(first('Bot polling started')).toMatch(
    /^\{"level":"info","time":\d{10},"msg":"Bot polling started","botId":7234567890,"username":"neuratrade_bot"\}$/,
  );
  expect(first('Update processed')).toMatch(
    /^\{"level":"info","time":\d{10},"msg":"Update processed","updateId":\d+,"timeMs":\d+\}$/,
  );
  const processed = log.filter(({ msg }) => msg === 'Update processed');
  expect(new Set(processed.map(({ updateId }) => updateId)).size).toBe(processed.length);
  expect(await stack.leaks()).toEqual([]);
});
