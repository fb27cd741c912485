import { expect, test } from '@jest/globals';
import type { Digest } from '@neuratrade/api-contracts';
import { shownUnits } from '../html-pieces.js';
import { renderDigest } from './digest.js';

const FULL: Digest = {
  account: 'main',
  from: '2026-03-02T07:00:00Z',
  to: '2026-03-03T07:00:00Z',
  total_equity: '10,500.00 USDT',
  equity_change: '+120.00 USDT',
  equity_change_percent: 1.15,
  flows: '0.00 USDT',
  pnl: '+125.50 USDT',
  pnl_percent: 1.26,
  closed_trades: 42,
  wins: 27,
  losses: 14,
  best_trade: { symbol: 'BTC/USDT', side: 'long', pnl: '+89.50 USDT' },
  worst_trade: { symbol: 'ETH/USDT', side: 'short', pnl: '-32.00 USDT' },
  quests: [
    {
      ...{ id: 'profit_streak', title: 'Profit Streak', description: 'x', status: 'in_progress' },
      ...{ progress: 3, max_progress: 5, updated_at: '2026-03-03T06:00:00Z' },
    },
  ],
  incidents: [
    { service: 'telegram', reason: null, from: '2026-03-03T06:00:00Z', to: null, duration_seconds: null },
    {
      ...{ service: 'ccxt', reason: 'connection <refused>', from: '2026-03-02T20:00:00Z' },
      ...{ to: '2026-03-02T20:05:30Z', duration_seconds: 330 },
    },
    {
      ...{ service: 'redis', reason: 'connection timeout', from: '2026-03-02T19:00:00Z', to: null },
      ...{ duration_seconds: null, end_unseen: true },
    },
  ],
  updated_at: '2026-03-03T07:00:00Z',
};

test('a whole day, in the chat’s time zone', () => {
  expect(renderDigest(FULL, 'Europe/Berlin')).toBe(
    [
      '<b>Daily digest</b>\n2026-03-02 08:00 to 2026-03-03 08:00 Europe/Berlin',
      '🟢 Result: <b>+125.50 USDT</b> (+1.26%)\nEquity: 10,500.00 USDT\nChange: +120.00 USDT (+1.15%)',
      'Trades closed: 42 (27 won, 14 lost)\nBest: +89.50 USDT, BTC/USDT long\nWorst: -32.00 USDT, ETH/USDT short',
      '<b>Quests that moved</b>\n⏳ Profit Streak (3/5) [60%]',
      [
        '<b>Incidents</b>',
        '🔴 telegram down since 2026-03-03 07:00',
        '⚪ ccxt down 2026-03-02 21:00, for 5m 30s: connection &lt;refused&gt;',
        '⚪ redis down 2026-03-02 20:00, its end was not seen: connection timeout',
      ].join('\n'),
      'As of 2026-03-03 08:00 Europe/Berlin',
    ].join('\n\n'),
  );
});

test('a quiet day, with what is not known said', () => {
  const quiet: Digest = {
    ...FULL,
    ...{ equity_change: null, equity_change_percent: null, pnl: '0.00 USDT', pnl_percent: null },
    ...{
      closed_trades: 0,
      wins: 0,
      losses: 0,
      best_trade: null,
      worst_trade: null,
      quests: [],
      incidents: [],
    },
    ...{ stale: true, as_of: '2026-03-03T05:00:00Z', unpriced: ['ABC'] },
  };
  expect(renderDigest(quiet, 'UTC')).toBe(
    [
      '<b>Daily digest</b>\n2026-03-02 07:00 to 2026-03-03 07:00 UTC',
      '⚪ Result: <b>0.00 USDT</b>\nEquity: 10,500.00 USDT\nChange: not known',
      'No trade was closed.',
      '🟢 No incidents',
      'Not priced: ABC\nAs of 2026-03-03 05:00 UTC (stale)',
    ].join('\n\n'),
  );
});

test('what came and went stands beside the change, so that a withdrawal does not look like a loss', () => {
  const linesOf = (flows: string | null) => {
    const change = { equity_change: '-4,900.00 USDT', equity_change_percent: -46.67 };
    return renderDigest({ ...FULL, ...change, flows }, 'UTC')
      .split('\n\n')[1]
      ?.split('\n');
  };
  const others = [
    ...['🟢 Result: <b>+125.50 USDT</b> (+1.26%)', 'Equity: 10,500.00 USDT'],
    'Change: -4,900.00 USDT (-46.67%)',
  ];
  expect([linesOf('-5,000.00 USDT'), linesOf('0.00 USDT'), linesOf(null)]).toEqual([
    [...others, 'Deposits and withdrawals: -5,000.00 USDT'],
    others,
    [...others, 'Deposits and withdrawals: not known'],
  ]);
});

test('long lists are shortened, and what is left out is counted', () => {
  const [quest] = FULL.quests;
  if (quest === undefined) throw new Error('no quest');
  const text = renderDigest(
    { ...FULL, quests: Array.from({ length: 30 }, () => quest), incidents: [] },
    'UTC',
  );
  expect(text.split('\n').filter((line) => line.startsWith('⏳'))).toHaveLength(8);
  expect(text).toContain('\nand 22 more\n\n🟢 No incidents');
});

test('whatever the names are, it is one message', () => {
  const [quest] = FULL.quests;
  if (quest === undefined) throw new Error('no quest');
  const title = '👩🏽‍🚀'.repeat(500);
  const incident = {
    service: 'ccxt',
    reason: title,
    from: FULL.from,
    to: FULL.to,
    duration_seconds: 1,
  } as const;
  const text = renderDigest(
    {
      ...FULL,
      quests: Array.from({ length: 50 }, () => ({ ...quest, title })),
      incidents: Array.from({ length: 20 }, () => incident),
    },
    'America/Argentina/ComodRivadavia',
  );
  expect(shownUnits(text)).toBeLessThanOrEqual(4_096);
  expect(text.split('\n').at(-1)).toBe('As of 2026-03-03 04:00 America/Argentina/ComodRivadavia');
});
