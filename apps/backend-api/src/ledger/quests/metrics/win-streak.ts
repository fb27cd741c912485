import { Decimal } from '../../decimal.js';
import type { Summary } from '../../summary/summary.js';
import type { Metric } from '../metric.js';

/** Trades won in a row, up to the last one. */
export const winStreak: Metric = {
  events: 'trades',
  unit: null,
  now: (summary) => new Decimal(running(summary)),
  best: ({ closes }) => new Decimal(closes.streaks.longestWin),
  moved: (before, { closes }) => closes.wins > 0 || (running(before) > 0 && closes.trades > 0),
  breaks: true,
};

function running({ closes: { streaks } }: Summary): number {
  return streaks.last?.result === 'win' ? streaks.last.length : 0;
}
