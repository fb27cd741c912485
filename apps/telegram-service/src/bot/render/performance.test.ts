import { expect, test } from '@jest/globals';
import { pagesOf } from '../pages.js';
import { renderPerformance } from './performance.js';

const FULL = {
  ...{ total_trades: 42, win_rate: 65.5, profit_factor: 1.8 },
  ...{ pnl_24h: '+125.50 USDT', pnl_24h_percent: 1.26 },
  ...{ pnl_7d: '-890.00 USDT', pnl_7d_percent: -9.12 },
  ...{ pnl_30d: '+3,245.00 USDT', pnl_30d_percent: 48.2 },
  ...{ best_trade: '+89.50 USDT', worst_trade: '-32.00 USDT', avg_trade_duration: '4h 15m' },
  updated_at: '2026-03-03T10:30:00Z',
};
const page = (body: Parameters<typeof renderPerformance>[0]) =>
  pagesOf(renderPerformance(body, 'UTC'), 1_024);

test('what was earned, how the trades went, of when that is', () => {
  expect(page(FULL)).toEqual([
    [
      '<b>Performance</b>',
      '🟢 24 h: +125.50 USDT (+1.26%)\n🔴 7 d: -890.00 USDT (-9.12%)\n🟢 30 d: +3,245.00 USDT (+48.2%)',
      'Trades: 42, 65.5% won\nProfit factor: 1.8\nBest: +89.50 USDT\nWorst: -32.00 USDT\nAverage duration: 4h 15m',
      'As of 2026-03-03 10:30 UTC',
    ].join('\n\n'),
  ]);
});

test('before the first trade there is no rate of anything', () => {
  const nothing = {
    ...{ total_trades: 0, win_rate: 0, profit_factor: null },
    ...{ pnl_24h: '0.00 USDT', pnl_24h_percent: 0 },
    ...{ pnl_7d: '0.00 USDT', pnl_7d_percent: 0 },
    ...{ pnl_30d: '0.00 USDT', pnl_30d_percent: 0 },
    ...{ best_trade: null, worst_trade: null, avg_trade_duration: null },
  };
  expect(page({ ...FULL, ...nothing })).toEqual([
    '<b>Performance</b>\n\n⚪ 24 h: 0.00 USDT (0%)\n⚪ 7 d: 0.00 USDT (0%)\n⚪ 30 d: 0.00 USDT (0%)\n\nNo closed trades yet.\n\nAs of 2026-03-03 10:30 UTC',
  ]);
  expect(page({ ...FULL, ...nothing, unpriced: ['FOO/BAR'] })).toEqual([
    '<b>Performance</b>\n\n⚪ 24 h: 0.00 USDT (0%)\n⚪ 7 d: 0.00 USDT (0%)\n⚪ 30 d: 0.00 USDT (0%)\n\nNo closed trade whose result is known yet.\n\nNot priced: FOO/BAR\nAs of 2026-03-03 10:30 UTC',
  ]);
});

test('what cannot be said is not shown as zero; what is old or without a price is said', () => {
  const partial = {
    ...{
      profit_factor: null,
      pnl_30d_percent: null,
      worst_trade: null,
      best_trade: null,
      avg_trade_duration: null,
    },
    ...{ stale: true as const, as_of: '2026-03-03T09:00:00Z', unpriced: ['ABC', 'XYZ'] },
  };
  expect(page({ ...FULL, ...partial })).toEqual([
    [
      '<b>Performance</b>',
      '🟢 24 h: +125.50 USDT (+1.26%)\n🔴 7 d: -890.00 USDT (-9.12%)\n🟢 30 d: +3,245.00 USDT\nWithout a percentage: the equity at the start is not known.',
      'Trades: 42, 65.5% won\nProfit factor: — (no trade lost)',
      'Not priced: ABC, XYZ\nAs of 2026-03-03 09:00 UTC (stale)',
    ].join('\n\n'),
  ]);
});
