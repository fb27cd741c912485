import { expect, test } from '@jest/globals';
import { pagesOf } from '../pages.js';
import { renderTrades } from './trades.js';

const NOW = new Date('2026-03-03T12:00:00Z');
const TRADE = {
  ...{
    id: '1',
    account: 'main',
    exchange: 'binance',
    symbol: 'BTC/USDT',
    side: 'long' as const,
    size: '0.05',
  },
  ...{
    entry_price: '45000',
    exit_price: '46000.123456789',
    duration_seconds: 15_300,
    fees: '1',
    funding: '0',
  },
  ...{ opened_at: '2026-03-03T07:00:00.000Z', closed_at: '2026-03-03T11:15:00.500Z', pnl: '48.004' },
};
const page = (trades: (typeof TRADE | (Omit<typeof TRADE, 'pnl'> & { pnl: null }))[]) =>
  pagesOf(renderTrades({ currency: 'USDT', trades, next_cursor: null }, NOW, 'UTC'), 4_096);

test('each trade with its result, prices, length and end', () => {
  const lost = {
    ...TRADE,
    symbol: 'PEPE/USDT',
    pnl: '-0.0042',
    entry_price: '0.00001234',
    exit_price: '0.0000123',
    duration_seconds: 30,
  };
  expect(page([TRADE, lost])).toEqual([
    [
      '<b>The last 2 trades</b>',
      '🟢 <b>BTC/USDT</b> long\n+48.00 USDT\n45,000.00 → 46,000.123 in 4h 15m\nClosed 2026-03-03 11:15 UTC',
      '🔴 <b>PEPE/USDT</b> long\n-0.0042 USDT\n0.00001234 → 0.0000123 in 30s\nClosed 2026-03-03 11:15 UTC',
      'As of 2026-03-03 12:00 UTC',
    ].join('\n\n'),
  ]);
});

test('a result that is not known yet is called so', () => {
  expect(page([{ ...TRADE, pnl: null }])).toEqual([
    [
      '<b>The last trade</b>',
      '⚪ <b>BTC/USDT</b> long\nResult not known: a fee or currency has no price yet\n45,000.00 → 46,000.123 in 4h 15m\nClosed 2026-03-03 11:15 UTC',
      'As of 2026-03-03 12:00 UTC',
    ].join('\n\n'),
  ]);
});

test('before the first one it is said when there will be one', () => {
  expect(page([])).toEqual([
    '<b>Trades</b>\n\nNo closed trades yet. A trade is listed here once its position is closed.\n\nAs of 2026-03-03 12:00 UTC',
  ]);
});
