import { Decimal, ZERO } from '../decimal.js';

/** `[a, b]`, both growing or one growing and one falling along a list: only entries that no other makes superfluous. */
type Entry = readonly [Decimal, Decimal];

/**
 * What a stretch of cumulated pnl is for drawdowns, counted from its beginning at 0.
 * `falls` are `[peak, fall]`: each is larger than all from lower peaks. `lows` are `[low, peak before it]`: each is lower than all after
 * lower peaks. Two stretches can be joined without looking at what they are made of.
 */
export interface Drawdown {
  readonly total: Decimal;
  /** The highest point, at least 0. */
  readonly peak: Decimal;
  readonly falls: readonly Entry[];
  readonly lows: readonly Entry[];
}

export const LEVEL: Drawdown = { total: ZERO, peak: ZERO, falls: [], lows: [] };

/** The stretch of one instant. */
export function step(pnl: Decimal): Drawdown {
  const peak = pnl.gt(0) ? pnl : ZERO;
  return { total: pnl, peak, falls: pnl.lt(0) ? [[ZERO, pnl.neg()]] : [], lows: [[pnl, peak]] };
}

/** The earlier stretch and then the later one. */
export function join(earlier: Drawdown, later: Drawdown): Drawdown {
  if (later.lows.length === 0) return earlier;
  if (earlier.lows.length === 0) return later;
  const { total: offset, peak: before } = earlier;
  const threshold = before.minus(offset);
  const low = later.lows.findLast(([, peak]) => peak.lte(threshold))?.[0];
  const across: Entry[] = low?.lt(threshold) ? [[before, threshold.minus(low)]] : [];
  const above = later.falls.filter(([peak]) => peak.gt(threshold));
  return {
    total: offset.plus(later.total),
    peak: Decimal.max(before, offset.plus(later.peak)),
    falls: growing([
      ...earlier.falls,
      ...across,
      ...above.map(([peak, fall]): Entry => [peak.plus(offset), fall]),
    ]),
    lows: falling([
      ...earlier.lows,
      ...later.lows.map(
        ([value, peak]): Entry => [value.plus(offset), Decimal.max(before, peak.plus(offset))],
      ),
    ]),
  };
}

/** Those falls that are larger than any from a lower peak. The list is in the order of peaks. */
function growing(falls: readonly Entry[]): Entry[] {
  const kept: Entry[] = [];
  for (const entry of falls) {
    const last = kept.at(-1);
    if (last !== undefined && entry[1].lte(last[1])) continue;
    if (last?.[0].eq(entry[0])) kept.pop();
    kept.push(entry);
  }
  return kept;
}

/** Those lows that are lower than any after a lower peak. The list is in the order of peaks. */
function falling(lows: readonly Entry[]): Entry[] {
  const kept: Entry[] = [];
  for (const entry of lows) {
    const last = kept.at(-1);
    if (last !== undefined && entry[0].gte(last[0])) continue;
    if (last?.[1].eq(entry[1])) kept.pop();
    kept.push(entry);
  }
  return kept;
}

/** The largest fall, as an amount, and the largest as a part of what was there. */
export interface DrawdownFigures {
  readonly max: Decimal;
  /** The largest fall ÷ (start equity + the peak it fell from). */
  readonly maxRatio: Decimal | null;
  /** The largest of fall ÷ (start equity + peak) at any point. */
  readonly maxRelativeRatio: Decimal | null;
}

/** The ratios are null unless there is a start equity above 0. */
export function drawdownOf({ falls }: Drawdown, startEquity: Decimal | null): DrawdownFigures {
  const max = falls.at(-1)?.[1] ?? ZERO;
  if (startEquity === null || startEquity.lte(0)) return { max, maxRatio: null, maxRelativeRatio: null };
  const ratios = falls.map(([peak, fall]) => fall.div(startEquity.plus(peak)));
  return { max, maxRatio: ratios.at(-1) ?? ZERO, maxRelativeRatio: Decimal.max(ZERO, ...ratios) };
}
