import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Closes, closesOf, joinCloses, NO_CLOSES } from '../../summary/summary.js';
import { type Close, compareCloses } from './close.js';

/** So many are summed up in a few milliseconds. */
const AT_ONCE = 500;

/** What some trades come to, in whatever order they are given. Others have their turn in between. */
export async function gather(trades: readonly Close[]): Promise<Closes> {
  const sorted = trades.toSorted(compareCloses);
  let closes = NO_CLOSES;
  for (let from = 0; from < sorted.length; ) {
    let end = Math.min(from + AT_ONCE, sorted.length);
    while (sorted[end]?.closedAt === sorted[end - 1]?.closedAt) end += 1;
    closes = joinCloses(closes, closesOf(sorted.slice(from, end)));
    from = end;
    if (from < sorted.length) await nextTurn();
  }
  return closes;
}
