import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { eventually, htmlToText } from '@neuratrade/test-kit';
import { COMMANDS } from '../src/bot/commands/all.js';
import { type Asking, PATIENCE, startAsking } from './asking.js';
import { fixture } from './fixture.js';
import type { Stack } from './harness.js';

jest.setTimeout(60_000);

let asking: Asking;
let stack: Stack;
beforeAll(async () => {
  asking = await startAsking();
  stack = asking.stack;
});
afterAll(() => stack.close());

const ask = (text: string) => asking.ask(text);
const told = async (text: string) => (await asking.ask(text)).text;

describe('the bot answers', () => {
  test('/help with every command, the same that Telegram shows in its menu', async () => {
    expect(await told('/help')).toBe(
      [
        'What I can do\n',
        'Your figures',
        '/digest [on|off|now] [HH:MM] [time zone] – What went on, every day at a time of yours',
        '/performance [24h|7d|30d|90d] [light|dark] – Profit and loss, and how the trades went (also /profit)',
        '/portfolio [24h|7d|30d|90d] [light|dark] – Equity, exposure and open positions (also /balance)',
        '/quests – How far the milestones are',
        '/trades [1–100] – The newest closed trades\n',
        'Health',
        '/cache – How well the caches do',
        '/exchanges – How the exchanges answer',
        '/status – Health of all services (also /health)',
        '/version – Which versions run, and for how long\n',
        'This chat',
        '/help – List the commands',
        '/start [code] – Link this chat to an account',
        '/unlink – Take this chat away from its account',
      ].join('\n'),
    );
    expect(stack.telegram.calls('setMyCommands').map(({ payload }) => payload)).toEqual([
      { commands: COMMANDS.map(({ name, description }) => ({ command: name, description })) },
    ]);
  });

  test('/quests to the last byte as the specification has it', async () => {
    const { messageId } = await ask('/quests');
    const calls = stack.telegram.calls('sendMessage').map(({ payload }) => payload.text);
    expect(calls).toContain(fixture('telegram-quests.txt'));
    expect(messageId).toBeGreaterThan(0);
  });

  test.each([
    [
      '/portfolio',
      ['Portfolio\n\nEquity: 10,500.00 USDT', 'BTC/USDT long 0.05', 'As of 2026-03-03 10:30 UTC'],
    ],
    ['/balance', ['Portfolio\n\nEquity: 10,500.00 USDT']],
    ['/performance', ['Performance\n\n', '24 h: +125.50 USDT (+1.26%)', 'As of 2026-03-03 10:30 UTC']],
    ['/profit 7d', ['Performance\n\n']],
  ])('%s with a picture of the equity curve', async (text, parts) => {
    const { text: caption, photo, buttons } = await ask(text);
    for (const part of parts) expect(caption).toContain(part);
    expect([...(photo ?? []).slice(0, 4)]).toEqual([0x89, 0x50, 0x4e, 0x47]);
    expect(buttons.at(-1)).toEqual([
      { text: '🔄 Refresh', data: expect.stringMatching(/^0 (portfolio|performance)/) },
    ]);
  });

  test.each([
    [
      '/status',
      'NeuraTrade is healthy\n\n🟢 database: healthy\n🟢 redis: healthy\n🟢 ccxt: healthy\n🟢 telegram: healthy\n\nUp 2h15m30s\nAs of 2026-03-03 10:30 UTC',
    ],
    ['/health@neuratrade_bot', 'NeuraTrade is healthy\n\n🟢 database: healthy'],
    ['/trades 5', 'The last trade\n\n🟢 BTC/USDT long\n+48.50 USDT'],
    ['/exchanges', 'Exchanges\n\n🟢 binance (simulator)\nAnswers in 42 ms'],
    ['/cache', 'Cache, last 1 h\n\n🟢 Hit rate: 90%, healthy'],
    ['/digest now', 'Daily digest\n2026-03-02 10:30 to 2026-03-03 10:30 UTC'],
    ['/version', 'NeuraTrade\n\nBot: 1.0.0, up '],
    ['/porfolio', 'I do not know /porfolio. Did you mean /portfolio? /help lists what I can do.'],
    ['hello <there>', 'I do not know that. /help lists what I can do.'],
  ])('%s', async (text, beginning) => {
    const answer = await told(text);
    expect(answer.slice(0, beginning.length)).toBe(beginning);
  });

  test('/version with the backend’s version and both uptimes', async () => {
    expect(await told('/version')).toMatch(
      /^NeuraTrade\n\nBot: 1\.0\.0, up (\d+m)?\d+s\nBackend: \d+\.\d+\.\d+, up 2h15m30s\n\nAs of 2026-03-03 10:30 UTC$/,
    );
  });
});

test('a slow backend delays no other chat, and each chat keeps its order', async () => {
  stack.backend.set({ body: fixture('health.healthy.json'), delayMs: 2_000 });
  const seen = () =>
    stack.telegram
      .calls('sendMessage')
      .filter(({ payload }) => Number(payload.chat_id) < 4)
      .map(({ payload }): [unknown, string | undefined] => [
        payload.chat_id,
        htmlToText(String(payload.text)).split('\n')[0],
      ]);
  for (const text of ['/status', '/help']) stack.telegram.updates.pushText({ chatId: 1, text });
  stack.telegram.updates.pushText({ chatId: 2, text: '/help' });
  await eventually(() => expect(seen()).toEqual([[2, 'What I can do']]), { timeoutMs: 1_800 });
  await eventually(() => expect(seen()).toHaveLength(3), PATIENCE);
  stack.backend.set(undefined);
  expect(seen().slice(1)).toEqual([
    [1, 'NeuraTrade is healthy'],
    [1, 'What I can do'],
  ]);
});

test('an answer that Telegram refuses for a while is sent when it takes it again', async () => {
  const before = stack.telegram.requests('sendMessage');
  stack.telegram.set({ kind: 'too_many', retryAfter: 1, methods: ['sendMessage'] });
  const answer = told('/help');
  await eventually(() => expect(stack.telegram.requests('sendMessage')).toBeGreaterThan(before));
  stack.telegram.set({ kind: 'ok' });
  expect(await answer).toContain('What I can do');
  expect(JSON.parse((await stack.health()).text)).toMatchObject({ bot_active: true });
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
