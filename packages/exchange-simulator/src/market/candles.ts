import type { Bar } from './bar.js';
import type { Interval } from './intervals.js';
import type { Walk } from './walk.js';

/** Trading began here; there are no candles before. */
export const LISTED_AT = Date.UTC(2020, 0, 1);

/** A bar with its first and last millisecond. */
export interface Candle extends Bar {
  openTime: number;
  closeTime: number;
}

/** What to list: instants in milliseconds; without `startTime` the latest candles up to `endTime` or now. */
export interface CandleQuery {
  interval: Interval;
  limit: number;
  startTime?: number | undefined;
  endTime?: number | undefined;
}

/**
 * Lists candles, oldest first, whose opening instants lie within the query. The one that holds `now` is
 * still under way: it ends with the last price.
 */
export function listCandles(walk: Walk, query: CandleQuery, now: number): Candle[] {
  const { interval, limit } = query;
  const end = Math.min(query.endTime ?? now, now);
  let earliest = interval.openOf(LISTED_AT);
  if (query.startTime === undefined) {
    earliest = Math.max(earliest, interval.shift(interval.openOf(end), 1 - limit));
  } else if (query.startTime > earliest) {
    const holding = interval.openOf(query.startTime);
    earliest = holding === query.startTime ? holding : interval.shift(holding, 1);
  }
  const candles: Candle[] = [];
  for (let open = earliest; open <= end && candles.length < limit; ) {
    const next = interval.shift(open, 1);
    const first = Math.max(open, LISTED_AT) / 1000;
    const bar = walk.bar(first, Math.floor(Math.min(next - 1, now) / 1000));
    candles.push({ ...bar, openTime: open, closeTime: next - 1 });
    open = next;
  }
  return candles;
}
