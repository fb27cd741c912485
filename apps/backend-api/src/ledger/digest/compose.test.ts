import { expect, test } from '@jest/globals';
import { digestSchema, type Quest } from '@neuratrade/api-contracts';
import type { HealthTransition } from '@neuratrade/health-contracts';
import { Decimal, ZERO } from '../decimal.js';
import { type DigestFacts, digestOf } from './compose.js';

const NOW = Date.UTC(2026, 2, 3, 10, 30);
const FROM = NOW - 86_400_000;

const FIGURES = {
  equity: new Decimal('10500'),
  cash: ZERO,
  exposure: ZERO,
  unrealized: ZERO,
  openFees: ZERO,
};
const valued: DigestFacts['valued'] = {
  ...{ ...FIGURES, positions: [], exchanges: [], stale: false, asOf: null, unpriced: [], unknownCost: [] },
  ...{ partial: false, known: true },
};
const earned = {
  pnl: new Decimal('125.5'),
  percent: 1.21,
  startEquity: new Decimal(10_000),
  flows: ZERO,
  unpriced: [],
};
const NO_TRADES = { count: 0, wins: 0, losses: 0, best: null, worst: null };
const facts: DigestFacts = {
  ...{ account: 'main', from: FROM, now: NOW, valued, earned, closed: NO_TRADES, quests: [], incidents: [] },
};
const digest = (given: Partial<DigestFacts> = {}) => {
  const told = digestOf({ ...facts, ...given });
  expect(digestSchema.parse(told)).toEqual(told);
  return told;
};

test('everything that went on is told in one form', () => {
  const closed = {
    ...{ count: 3, wins: 1, losses: 1 },
    best: { symbol: 'BTC/USDT', side: 'long' as const, pnl: new Decimal('200') },
    worst: { symbol: 'ETH/USDT:USDT', side: 'short' as const, pnl: new Decimal('-74.5') },
  };
  expect(digest({ closed })).toEqual({
    ...{ account: 'main', from: '2026-03-02T10:30:00Z', to: '2026-03-03T10:30:00Z' },
    ...{ total_equity: '10,500.00 USDT', equity_change: '+500.00 USDT', equity_change_percent: 5 },
    flows: '0.00 USDT',
    ...{ pnl: '+125.50 USDT', pnl_percent: 1.21, closed_trades: 3, wins: 1, losses: 1 },
    best_trade: { symbol: 'BTC/USDT', side: 'long', pnl: '+200.00 USDT' },
    worst_trade: { symbol: 'ETH/USDT:USDT', side: 'short', pnl: '-74.50 USDT' },
    ...{ quests: [], incidents: [], updated_at: '2026-03-03T10:30:00Z' },
  });
});

const changeOf = (given: Partial<DigestFacts>): unknown => {
  const { equity_change, equity_change_percent } = digest(given);
  return [equity_change, equity_change_percent];
};

test('how equity changed is not told where one of its ends is not wholly known', () => {
  const unknown = [null, null];
  expect([
    changeOf({ earned: { ...earned, startEquity: null } }),
    changeOf({ valued: { ...valued, partial: true, unpriced: ['XYZ'] } }),
    changeOf({ valued: { ...valued, known: false, equity: ZERO } }),
  ]).toEqual([unknown, unknown, unknown]);
});

test('what came and went is told beside the change, unless one of it has no price', () => {
  const flowsOf = (flows: Decimal | null) => digest({ earned: { ...earned, flows } }).flows;
  expect([flowsOf(new Decimal(-5_000)), flowsOf(new Decimal('500.005')), flowsOf(null)]).toEqual([
    '-5,000.00 USDT',
    '+500.01 USDT',
    null,
  ]);
});

test('a change from nothing or less has no percent, and one of nothing has no sign', () => {
  expect([
    changeOf({ earned: { ...earned, startEquity: ZERO } }),
    changeOf({ earned: { ...earned, startEquity: new Decimal(-10) } }),
    changeOf({ earned: { ...earned, startEquity: new Decimal(10_500) } }),
    changeOf({ earned: { ...earned, startEquity: new Decimal('10500.001') } }),
  ]).toEqual([
    ['+10,500.00 USDT', null],
    ['+10,510.00 USDT', null],
    ['0.00 USDT', 0],
    ['0.00 USDT', 0],
  ]);
});

test('figures that are not of now say of when, and what is in no sum is named once', () => {
  const { stale, as_of, unpriced } = digest({
    valued: { ...valued, stale: true, asOf: NOW - 60_000, unpriced: ['XYZ', 'ABC/USDT'] },
    earned: { ...earned, unpriced: ['ABC/USDT', 'DEF/USDT'] },
  });
  expect({ stale, as_of, unpriced }).toEqual({
    ...{ stale: true, as_of: '2026-03-03T10:29:00Z', unpriced: ['ABC/USDT', 'DEF/USDT', 'XYZ'] },
  });
});

test('only quests that moved in that time and are somewhere are told', () => {
  const quest = (id: string, progress: number, updated_at: string): Quest => ({
    ...{ id, title: id, description: id, status: 'in_progress', progress, max_progress: 5, updated_at },
  });
  const { quests } = digest({
    quests: [
      quest('moved', 3, '2026-03-02T10:30:00Z'),
      quest('before', 3, '2026-03-02T10:29:59Z'),
      quest('back-to-nothing', 0, '2026-03-03T10:00:00Z'),
    ],
  });
  expect(quests.map(({ id }) => id)).toEqual(['moved']);
});

test('an incident goes on, has ended, or ended when nobody looked', () => {
  const down = (rest: Partial<HealthTransition>): HealthTransition => ({
    ...{ service: 'redis', from: 'up', to: 'down', reason: 'connection refused', at: '2026-03-03T09:00:00Z' },
    ...{ duration_seconds: null, ended_at: null, ongoing: false },
    ...rest,
  });
  const told = { service: 'redis', reason: 'connection refused', from: '2026-03-03T09:00:00Z' };
  const { incidents } = digest({
    incidents: [
      down({ ongoing: true }),
      down({ duration_seconds: 61.5, ended_at: '2026-03-03T09:01:01Z' }),
      down({}),
    ],
  });
  expect(incidents).toEqual([
    { ...told, to: null, duration_seconds: null },
    { ...told, to: '2026-03-03T09:01:01Z', duration_seconds: 61.5 },
    { ...told, to: null, duration_seconds: null, end_unseen: true },
  ]);
});
