import type { Decimal } from '../decimal.js';
import { MINUTE_MS } from './rate.js';
import { type Minute, MOST_MINUTES } from './source.js';

/** Tells minutes from `since` on, oldest first, at most `limit`; none when it has none from there on. */
export type AskMinutes = (range: {
  readonly since: number;
  readonly limit: number;
}) => Promise<readonly Minute[]>;

/** For how long the last price stands while nobody trades: exchanges leave such minutes out. */
export const STANDS_MS = 60 * MINUTE_MS;

/**
 * Tells the prices with which minutes of a market began: the opening of the candle or, where it was left out because nobody traded, the
 * close of the candle before it. `minutes` ascend. What the market has no price for is not told.
 */
export async function readOpenings(
  minutes: readonly number[],
  ask: AskMinutes,
  tell: (minute: number, price: Decimal) => void,
): Promise<void> {
  let last: Minute | undefined;
  let since = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < minutes.length; ) {
    since = Math.max(since, (minutes[i] as number) - STANDS_MS);
    const candles = (await ask({ since, limit: reachOf(minutes, i, since) })).filter(from(since));
    if (candles.length === 0) return;
    for (const candle of candles) {
      for (; i < minutes.length && (minutes[i] as number) < candle.minute; i++) {
        const minute = minutes[i] as number;
        if (last !== undefined && last.minute >= minute - STANDS_MS) tell(minute, last.close);
      }
      if (minutes[i] === candle.minute) {
        tell(candle.minute, candle.open);
        i++;
      }
      last = candle;
      since = candle.minute + MINUTE_MS;
    }
  }
}

const from =
  (since: number) =>
  ({ minute }: Minute): boolean =>
    minute >= since;

/** As many minutes as there are from `since` to the one after the last that one question can reach. */
function reachOf(minutes: readonly number[], first: number, since: number): number {
  const end = since + (MOST_MINUTES - 2) * MINUTE_MS;
  let i = first;
  while (i + 1 < minutes.length && (minutes[i + 1] as number) <= end) i++;
  return ((minutes[i] as number) - since) / MINUTE_MS + 2;
}
