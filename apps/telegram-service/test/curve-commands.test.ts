import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { EquityCurve, Performance, Portfolio } from '@neuratrade/api-contracts';
import { startBot, type TestBot } from './bot.js';

jest.setTimeout(30_000);

const UPDATED = '2026-03-03T10:30:00Z';
const PORTFOLIO: Portfolio = {
  ...{ total_equity: '10,500.00 USDT', available_balance: '8,200.00 USDT', exposure: '2,300.00 USDT' },
  ...{ positions: [], updated_at: UPDATED },
};
const PORTFOLIO_TEXT =
  'Portfolio\n\nEquity: 10,500.00 USDT\nAvailable: 8,200.00 USDT\nExposure: 2,300.00 USDT\n\nNo open positions.\n\nAs of 2026-03-03 10:30 UTC';
const PERFORMANCE: Performance = {
  ...{ total_trades: 0, win_rate: 0, profit_factor: null, best_trade: null, worst_trade: null },
  ...{ pnl_24h: '0.00 USDT', pnl_24h_percent: 0, pnl_7d: '0.00 USDT', pnl_7d_percent: 0 },
  ...{ pnl_30d: '0.00 USDT', pnl_30d_percent: 0, avg_trade_duration: null, updated_at: UPDATED },
};
const LINE = { available_balance: '1', exposure: '0', unrealized_pnl: '0', partial: false, flows: '0' };
const CURVE: EquityCurve = {
  ...{ currency: 'USDT', from: '2026-02-24T10:30:00Z', to: UPDATED, step_seconds: 3_600 },
  points: [
    { at: '2026-02-25T10:30:00Z', equity: '10000', low: '10000', ...LINE },
    { at: '2026-03-01T10:30:00Z', equity: '9800.5', low: '9800.5', ...LINE },
    { at: UPDATED, equity: '10500', low: '10500', ...LINE },
  ],
};
const DAY_MS = 86_400_000;

let bot: TestBot;
let chat = 700;
beforeAll(async () => {
  bot = await startBot();
  bot.backend.tell('portfolio', PORTFOLIO);
  bot.backend.tell('performance', PERFORMANCE);
  bot.backend.tell('equity', CURVE);
});
afterAll(() => bot.close());
beforeEach(() => {
  chat += 1;
});

const ask = async (text: string) => (await bot.say(chat, text)).at(-1);
const textOf = async (text: string) => (await ask(text))?.text;
const labels = (message: Awaited<ReturnType<typeof ask>>) =>
  message?.buttons.map((row) => row.map(({ text }) => text));
const isPng = (photo: Uint8Array | undefined) =>
  photo !== undefined && Buffer.from(photo.subarray(1, 4)).toString() === 'PNG';
/** How far back the last curve was asked for, in days. */
const daysAsked = () => {
  const asked = bot.backend.log().findLast(({ path }) => path.endsWith('/equity'));
  return Math.round((Date.now() - Date.parse(asked?.query.from ?? '')) / DAY_MS);
};
const RANGES = ['24h', '7d', '30d', '90d'];
const marked = (name: string) => RANGES.map((range) => (range === name ? `• ${range}` : range));

describe('the pictures', () => {
  test.each([
    ['/portfolio', '7d', 7],
    ['/balance 24h', '24h', 1],
    ['/performance', '30d', 30],
    ['/profit 90D', '90d', 90],
  ])('%s comes with the curve of %s', async (text, range, days) => {
    const message = await ask(text);
    expect([isPng(message?.photo), daysAsked(), labels(message)]).toEqual([
      true,
      days,
      [marked(range), ['• ☀️ Light', '🌙 Dark'], ['🔄 Refresh']],
    ]);
  });

  test('change their range and look in place, and the look stays for the chat', async () => {
    await ask('/portfolio');
    const light = bot.telegram.shown(chat)[0]?.photo;
    await bot.press(chat, '🌙 Dark');
    await bot.press(chat, '30d');
    const [message, ...more] = bot.telegram.shown(chat);
    expect([message?.text, labels(message), daysAsked(), more]).toEqual([
      PORTFOLIO_TEXT,
      [marked('30d'), ['☀️ Light', '• 🌙 Dark'], ['🔄 Refresh']],
      30,
      [],
    ]);
    expect(isPng(message?.photo)).toBe(true);
    expect(message?.photo).not.toEqual(light);
    expect(bot.backend.chats.of(chat)?.look).toBe('dark');
    expect(labels(await ask('/performance'))?.[1]).toEqual(['☀️ Light', '• 🌙 Dark']);
  });

  test('are left out where the curve has fewer than two points', async () => {
    bot.backend.tell('equity', { ...CURVE, points: CURVE.points.slice(0, 1) }, chat);
    const message = await ask('/portfolio');
    expect(message).toMatchObject({ text: PORTFOLIO_TEXT, photo: undefined });
    expect(labels(message)).toEqual([['🔄 Refresh']]);
    const asked = await ask('/portfolio 24h');
    expect(asked?.text).toBe(
      PORTFOLIO_TEXT.replace('As of', 'There is no equity curve of the last 24 hours to draw yet.\n\nAs of'),
    );
    expect(labels(asked)).toEqual([marked('24h'), ['🔄 Refresh']]);
  });

  test('are left out where the curve cannot be had, which is said and logged', async () => {
    bot.backend.route('/api/v1/telegram/internal/equity', { status: 500 }, chat);
    expect(await ask('/portfolio')).toMatchObject({
      text: PORTFOLIO_TEXT.replace('As of', 'The equity curve cannot be read now.\n\nAs of'),
      photo: undefined,
    });
    expect((await bot.log()).filter(({ msg }) => msg === 'Equity curve not read')).toMatchObject([
      { level: 'warn', reason: 'HTTP 500' },
    ]);
  });

  test('a wrong range is answered with what can be asked', async () => {
    expect(await textOf('/performance 1y')).toBe(
      'I do not understand “1y”. Give one range (24h, 7d, 30d, 90d) and one look (light, dark), or nothing.',
    );
  });
});
