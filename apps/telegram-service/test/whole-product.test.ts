import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { createCleanup, eventually, type ShownMessage } from '@neuratrade/test-kit';
import { type Product, startProduct } from './product.js';

jest.setTimeout(90_000);

const HOUR_MS = 3_600_000;
const TIME = /\d{4}-\d\d-\d\d \d\d:\d\d UTC/;
const NOT_LINKED =
  'This chat is not linked to an account. Run neuratrade telegram link where NeuraTrade runs and open the link that it prints.';
const TRY_FIRST = [
  'Try first:',
  '/status – Health of all services',
  '/portfolio – Equity, exposure and open positions',
  '/performance – Profit and loss, and how the trades went',
  '/digest – What went on, every day at a time of yours',
  '/help lists all that I can do.',
].join('\n');

const cleanup = createCleanup();
const start = Date.now();
let product: Product;

beforeAll(async () => {
  product = await startProduct(cleanup);
  await product.operator('POST', 'accounts', { name: 'swing' });
  await product.trade('main', 'BTC/USDT', { at: closedAt(480), pnl: 70 });
  await product.trade('main', 'ETH/USDT', { at: closedAt(72), pnl: -20 });
  await product.trade('main', 'BTC/USDT', { at: closedAt(1), pnl: 125.5 });
  await product.trade('swing', 'SOL/USDT', { at: closedAt(2), pnl: -7.25 });
  await product.operator('PUT', 'accounts/main/exchanges/mybot/balance', { USDT: '8200' });
  await Promise.all([
    ...[301, 302, 303, 304, 500, 600].map((chatId) => product.link(chatId)),
    ...[400, 700].map((chatId) => product.link(chatId, 'swing')),
  ]);
}, 90_000);

afterAll(cleanup.run, 60_000);

const closedAt = (hoursAgo: number) => start - hoursAgo * HOUR_MS;
const minuteOf = (at: number) => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

/** What a chat shows of an answer, with `NOW` where its last line tells a time of this test. */
function dated({ text }: ShownMessage): string {
  const lines = text.split('\n');
  const last = lines.at(-1) ?? '';
  const told = Date.parse(TIME.exec(last)?.[0].replace(' UTC', 'Z') ?? '');
  expect(told).toBeGreaterThanOrEqual(start - 60_000);
  expect(told).toBeLessThanOrEqual(Date.now());
  return [...lines.slice(0, -1), last.replace(TIME, 'NOW')].join('\n');
}

describe('a chat that is not linked', () => {
  test.each([
    [101, '/quests'],
    [102, '/portfolio'],
    [103, '/performance'],
    [104, '/trades'],
    [105, '/status'],
  ])('in %i is told how to link at %s, and nothing else', async (chatId, command) => {
    const { text, photo, buttons } = await product.say(chatId, command);
    expect({ text, photo, buttons }).toEqual({ text: NOT_LINKED, photo: undefined, buttons: [] });
  });

  test('is linked by a code, which links no other chat', async () => {
    const code = await product.code();
    const { text } = await product.say(201, `/start ${code}`);
    expect(text).toBe(`This chat now belongs to account main.\n\n${TRY_FIRST}`);
    const other = await product.say(202, `/start ${code}`);
    expect(other.text).toBe(
      'This code is not valid: it was used, or is older than 10 minutes. neuratrade telegram link makes a new one.',
    );
    expect((await product.say(202, '/quests')).text).toBe(NOT_LINKED);
    const told = (await product.log()).filter(({ chatId }) => chatId === 201 || chatId === 202);
    expect(told.map(({ msg, chatId, account, reason }) => ({ msg, chatId, account, reason }))).toEqual([
      { msg: 'Chat linked', chatId: 201, account: 'main' },
      { msg: 'Chat refused', chatId: 202, reason: 'code not valid' },
      { msg: 'Chat refused', chatId: 202, reason: 'not linked' },
    ]);
  });
});

describe('a linked chat', () => {
  test('gets its quests', async () => {
    const { text } = await product.say(301, '/quests');
    expect(text.replace(TIME, 'NOW')).toBe(
      [
        '🎯 Quest Progress',
        '✅ First Trade (1/1)\nExecute your first successful trade',
        '⏳ Profit Streak (1/5) [20%]\nAchieve 5 profitable trades in a row',
        '⏳ Volume Milestone ($6,175/$10,000) [61%]\nTrade $10,000 total volume',
        'Last Updated: NOW',
      ].join('\n\n'),
    );
  });

  test('gets its portfolio', async () => {
    expect(dated(await product.say(302, '/portfolio'))).toBe(
      [
        'Portfolio',
        'Equity: 8,200.00 USDT\nAvailable: 8,200.00 USDT\nExposure: 0.00 USDT',
        'No open positions.',
        'As of NOW',
      ].join('\n\n'),
    );
  });

  test('gets its performance', async () => {
    expect(dated(await product.say(303, '/performance'))).toBe(
      [
        'Performance',
        '🟢 24 h: +125.50 USDT (+1.55%)\n🟢 7 d: +105.50 USDT (+1.3%)\n🟢 30 d: +175.50 USDT (+2.19%)',
        'Trades: 3, 66.7% won\nProfit factor: 9.78\nBest: +125.50 USDT\nWorst: -20.00 USDT\nAverage duration: 1h',
        'As of NOW',
      ].join('\n\n'),
    );
  });

  test('gets its trades', async () => {
    const closed = (icon: string, symbol: string, figures: string, hoursAgo: number) =>
      `${icon} ${symbol} long\n${figures} in 1h\nClosed ${minuteOf(closedAt(hoursAgo))}`;
    expect(dated(await product.say(304, '/trades'))).toBe(
      [
        'The last 3 trades',
        closed('🟢', 'BTC/USDT', '+125.50 USDT\n1,000.00 → 1,125.50', 1),
        closed('🔴', 'ETH/USDT', '-20.00 USDT\n1,000.00 → 980.00', 72),
        closed('🟢', 'BTC/USDT', '+70.00 USDT\n1,000.00 → 1,070.00', 480),
        'As of NOW',
      ].join('\n\n'),
    );
  });
});

test('a chat gets the figures of its own account alone, and new ones in place where Refresh is pressed', async () => {
  const message = await product.say(400, '/trades');
  const first = [
    '🔴 SOL/USDT long',
    '-7.25 USDT',
    '1,000.00 → 992.75 in 1h',
    `Closed ${minuteOf(closedAt(2))}`,
  ].join('\n');
  expect(dated(message)).toBe(`The last trade\n\n${first}\n\nAs of NOW`);
  expect((await product.say(400, '/performance')).text).not.toContain('125.50');

  await product.trade('swing', 'SOL/USDT', { at: closedAt(0), pnl: 3 });
  await product.press(400, message, '🔄 Refresh');
  const [refreshed, ...rest] = product.telegram.shown(400).slice(1);
  expect(rest).toHaveLength(1);
  const second = [
    '🟢 SOL/USDT long',
    '+3.00 USDT',
    '1,000.00 → 1,003.00 in 1h',
    `Closed ${minuteOf(closedAt(0))}`,
  ];
  expect(dated(refreshed as ShownMessage)).toBe(
    `The last 2 trades\n\n${second.join('\n')}\n\n${first}\n\nAs of NOW`,
  );
});

test('a chat that unlinks itself gets no data any more', async () => {
  const question = await product.say(500, '/unlink');
  expect(question.text).toBe(
    'This chat belongs to account main. Once it is unlinked, I tell nothing here any more.',
  );
  await product.press(500, question, 'Unlink this chat');
  expect((await product.say(500, '/portfolio')).text).toBe(NOT_LINKED);
});

test('what the operator unlinks gets no data from the next question on, nor by a button', async () => {
  const message = await product.say(600, '/trades 1');
  expect(message.text).toMatch(/^The last trade\n/);
  await product.operator('DELETE', 'chats/600');
  expect((await product.say(600, '/trades')).text).toBe(NOT_LINKED);
  await product.trade('main', 'SOL/USDT', { at: closedAt(0.5), pnl: 1 });
  await product.press(600, message, '🔄 Refresh');
  expect(JSON.stringify(product.telegram.shown(600))).not.toContain('+1.00 USDT');
});

test('without its backend it says so, and goes on when the backend is back', async () => {
  await product.killBackend();
  const trouble =
    '🔴 The backend does not answer: connection refused.\n\nTry again in a minute. neuratrade gateway status tells what runs.';
  for (const command of ['/trades 1', '/quests', '/performance']) {
    expect((await product.say(700, command)).text).toBe(trouble);
  }
  expect((await product.say(701, '/quests')).text).toMatch(/^I cannot see whom this chat belongs to: /);
  await product.startBackend();
  await eventually(
    async () => expect((await product.say(700, '/trades 1')).text).toMatch(/^The last trade\n/),
    { timeoutMs: 15_000 },
  );
});
