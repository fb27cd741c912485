import { stripVTControlCharacters } from 'node:util';
import { expect, test } from '@jest/globals';
import type { Performance, RawPerformance } from '@neuratrade/api-contracts';
import { renderPerformance } from './performance.js';

const RAW: RawPerformance = {
  ...{ currency: 'USDT', total_trades: 3, wins: 2, losses: 1, draws: 0, win_rate: 66.7 },
  ...{ profit_factor: 1.669927, pnl_total: '2.74', pnl_24h: '0', pnl_24h_percent: 0 },
  ...{ pnl_7d: '-4.09', pnl_7d_percent: -0.41, pnl_30d: '12345.675', pnl_30d_percent: null },
  ...{ unrealized_pnl: '50', best_trade: '3.9875', worst_trade: '-4.09', avg_trade_duration_seconds: 15_300 },
  ...{ expectancy: '0.913333333333333333', expectancy_ratio: 0.223309, avg_win: '3.415', avg_loss: '-4.09' },
  ...{ longest_win_streak: 2, longest_loss_streak: 1, max_drawdown: '1000', max_drawdown_percent: 9.090909 },
  ...{ max_relative_drawdown_percent: 50, sharpe: 1.234, sortino: null, calmar: null },
  ...{ fees: '3.1', funding: '-0.2', volume: '25000' },
  by_symbol: [
    {
      ...{ symbol: 'BTC/USDT', trades: 3, wins: 2, losses: 1, draws: 0 },
      ...{ pnl: '2.74', fees: '3.1', funding: '0', volume: '25000' },
    },
  ],
  by_exchange: [],
};

const PERFORMANCE: Performance = {
  ...{ total_trades: 3, win_rate: 66.7, profit_factor: 1.669927, pnl_24h: '0.00 USDT', pnl_24h_percent: 0 },
  ...{ pnl_7d: '-4.09 USDT', pnl_7d_percent: -0.41, pnl_30d: '+12,345.68 USDT', pnl_30d_percent: null },
  ...{ best_trade: '+3.99 USDT', worst_trade: '-4.09 USDT', avg_trade_duration: '4h 15m' },
  updated_at: '2026-03-03T10:30:00Z',
  raw: RAW,
};

const lines = (performance: Performance): string[] =>
  stripVTControlCharacters(renderPerformance('main', performance)).split('\n');

test('what an account earned is told in tables', () => {
  expect(lines(PERFORMANCE)).toEqual([
    'Performance of main in USDT, at 2026-03-03T10:30:00Z',
    '',
    'LAST          RESULT  OF EQUITY',
    '24 hours        0.00     0.00 %',
    '7 days         -4.09    -0.41 %',
    '30 days   +12,345.68          -',
    'all time       +2.74',
    'open          +50.00',
    '',
    'FIGURE                   VALUE',
    'trades                   3: 2 won, 1 lost, 0 even',
    'win rate                 66.7 %',
    'profit factor            1.67',
    'expectancy               +0.91',
    'average win, loss        +3.42, -4.09',
    'best, worst trade        +3.99, -4.09',
    'average duration         4h 15m',
    'longest streaks          2 won, 1 lost',
    'largest drawdown         1,000.00 (9.09 %)',
    'sharpe, sortino, calmar  1.23, -, -',
    'fees, funding            3.10, -0.20',
    'volume                   25,000.00',
    '',
    'SYMBOL    TRADES  WON  LOST  RESULT  FEES     VOLUME',
    'BTC/USDT       3    2     1   +2.74  3.10  25,000.00',
  ]);
});

test('what the figures lack is said below them', () => {
  const said = lines({
    ...PERFORMANCE,
    ...{ stale: true, as_of: '2026-03-03T09:00:00Z', unpriced: ['BTC/EUR', 'ETH/EUR'] },
    raw: { ...RAW, by_symbol: [] },
  });
  expect(said.slice(-4)).toEqual([
    '',
    'Equity is as of 2026-03-03T09:00:00Z: an exchange cannot be read now.',
    '',
    'In no sum while fees or quote currency have no price: BTC/EUR, ETH/EUR',
  ]);
});
