import { expect, test } from '@jest/globals';
import { pagesOf } from '../pages.js';
import { renderPortfolio } from './portfolio.js';

const FULL = {
  total_equity: '10,500.00 USDT',
  available_balance: '8,200.00 USDT',
  exposure: '2,300.00 USDT',
  positions: [
    {
      symbol: 'BTC/USDT',
      side: 'long' as const,
      size: '0.05',
      entry_price: '45,000.00',
      mark_price: '46,000.00',
      unrealized_pnl: '+50.00 USDT',
    },
  ],
  updated_at: '2026-03-03T10:30:00Z',
};
const SUMS =
  '<b>Portfolio</b>\n\nEquity: <b>10,500.00 USDT</b>\nAvailable: 8,200.00 USDT\nExposure: 2,300.00 USDT';
const page = (body: Parameters<typeof renderPortfolio>[0]) => pagesOf(renderPortfolio(body, 'UTC'), 1_024);

test('the sums, then each position, then of when that is', () => {
  expect(page(FULL)).toEqual([
    `${SUMS}\n\n🟢 <b>BTC/USDT</b> long 0.05\n45,000.00 → 46,000.00\nUnrealised: +50.00 USDT\n\nAs of 2026-03-03 10:30 UTC`,
  ]);
});

test('nothing open is said', () => {
  expect(page({ ...FULL, positions: [] })).toEqual([
    `${SUMS}\n\nNo open positions.\n\nAs of 2026-03-03 10:30 UTC`,
  ]);
});

test('what is not known is called unknown, never zero; what is old or without a price is said', () => {
  const [position] = FULL.positions;
  if (position === undefined) throw new Error('no position');
  const positions = [
    { ...position, entry_price: null, unrealized_pnl: null },
    { ...position, symbol: '<ÄÖ>/USDT', side: 'short' as const, mark_price: null, unrealized_pnl: null },
    { ...position, unrealized_pnl: '-1,250.00 USDT' },
  ];
  const caveats = { stale: true as const, as_of: '2026-03-03T09:00:00Z', unpriced: ['ABC'] };
  expect(page({ ...FULL, positions, ...caveats })).toEqual([
    [
      SUMS,
      '⚪ <b>BTC/USDT</b> long 0.05\nentry unknown → 46,000.00',
      '⚪ <b>&lt;ÄÖ&gt;/USDT</b> short 0.05\n45,000.00 → no price',
      '🔴 <b>BTC/USDT</b> long 0.05\n45,000.00 → 46,000.00\nUnrealised: -1,250.00 USDT',
      'Not priced: ABC\nAs of 2026-03-03 09:00 UTC (stale)',
    ].join('\n\n'),
  ]);
});
