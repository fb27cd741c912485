import type { Performance } from '@neuratrade/api-contracts';
import type { Answer } from '../answer.js';
import { figure, number, percent } from './figures.js';
import { resultIcon } from './icons.js';
import { asOf } from './text.js';

/** What an account earned, and how its trades went. What is not known is left out, or said. */
export function renderPerformance(performance: Performance, timezone: string): Answer {
  return {
    head: '<b>Performance</b>',
    blocks: [earned(performance), traded(performance)],
    foot: asOf(performance, timezone),
    refresh: true,
  };
}

function earned(performance: Performance): string {
  const windows = [
    ['24 h', performance.pnl_24h, performance.pnl_24h_percent],
    ['7 d', performance.pnl_7d, performance.pnl_7d_percent],
    ['30 d', performance.pnl_30d, performance.pnl_30d_percent],
  ] as const;
  const lines = windows.map(([name, pnl, share]) => {
    const ofEquity = share === null ? '' : ` (${percent(share)})`;
    return `${resultIcon(pnl)} ${name}: ${figure(pnl)}${ofEquity}`;
  });
  const unknown = windows.some(([, , share]) => share === null);
  return [...lines, ...(unknown ? ['Without a percentage: the equity at the start is not known.'] : [])].join(
    '\n',
  );
}

function traded(performance: Performance): string {
  const { total_trades, win_rate, profit_factor, best_trade, worst_trade, avg_trade_duration } = performance;
  const { unpriced = [] } = performance;
  if (total_trades === 0) {
    return unpriced.length === 0 ? 'No closed trades yet.' : 'No closed trade whose result is known yet.';
  }
  return [
    `Trades: ${number(total_trades)}, ${number(win_rate)}% won`,
    `Profit factor: ${profit_factor === null ? '— (no trade lost)' : number(profit_factor)}`,
    ...(best_trade === null ? [] : [`Best: ${figure(best_trade)}`]),
    ...(worst_trade === null ? [] : [`Worst: ${figure(worst_trade)}`]),
    ...(avg_trade_duration === null ? [] : [`Average duration: ${figure(avg_trade_duration)}`]),
  ].join('\n');
}
