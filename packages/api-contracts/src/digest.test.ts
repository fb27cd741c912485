import { expect, test } from '@jest/globals';
import { digestSchema } from './digest.js';

const NOTHING = {
  ...{ account: 'main', from: '2026-03-02T10:30:00Z', to: '2026-03-03T10:30:00Z' },
  ...{ total_equity: '0.00 USDT', equity_change: null, equity_change_percent: null, flows: null },
  ...{ pnl: '0.00 USDT', pnl_percent: null, closed_trades: 0, wins: 0, losses: 0 },
  ...{ best_trade: null, worst_trade: null, quests: [], incidents: [], updated_at: '2026-03-03T10:30:00Z' },
};
const incident = (rest: object) => ({
  ...{ service: 'redis', reason: null, from: '2026-03-03T09:00:00Z', to: null, duration_seconds: null },
  ...rest,
});

test.each<[string, object]>([
  ['in which nothing went on', {}],
  [
    'in which much did',
    {
      ...{
        equity_change: '+200.00 USDT',
        equity_change_percent: 2.5,
        flows: '-50.00 USDT',
        stale: true,
        unpriced: ['XYZ'],
      },
      ...{ as_of: '2026-03-03T10:29:00Z', closed_trades: 1, wins: 1 },
      best_trade: { symbol: '币安人生/USDT', side: 'short', pnl: '+5.00 USDT' },
      incidents: [
        incident({}),
        incident({ to: '2026-03-03T09:01:00Z', duration_seconds: 60 }),
        incident({ end_unseen: true }),
      ],
    },
  ],
])('a digest of a day %s is one', (_, rest) => {
  expect(digestSchema.parse({ ...NOTHING, ...rest })).toEqual({ ...NOTHING, ...rest });
});

test.each<[string, object]>([
  ['an amount without a currency', { total_equity: '8200' }],
  ['a part of NeuraTrade that there is not', { incidents: [incident({ service: 'mail' })] }],
  ['an end that was not seen, and was', { incidents: [incident({ end_unseen: false })] }],
  ['less than nothing', { closed_trades: -1 }],
  ['a stale that says nothing', { stale: false }],
])('%s is none', (_, rest) => {
  expect(digestSchema.safeParse({ ...NOTHING, ...rest }).success).toBe(false);
});
