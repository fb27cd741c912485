import { Decimal, ZERO } from '../decimal.js';

/** A time that ends now: what it began with, what came and went, what was earned. */
export interface Period {
  readonly from: number;
  readonly to: number;
  readonly pnl: Decimal;
  /** Null where it is not known. */
  readonly startEquity: Decimal | null;
  /** What came (positive) and went (negative), null where its value is not known; `at` in milliseconds since 1970. */
  readonly flows: readonly { readonly at: number; readonly value: Decimal | null }[];
}

/**
 * pnl in percent of the money that was at work: of the equity at the start plus each flow for the part of the time that it was there (Modified
 * Dietz, after P. O. Dietz, *Pension Funds: Measuring Investment Performance*, 1966). Two decimals. Null where that money is not known, or none.
 */
export function modifiedDietz({ from, to, pnl, startEquity, flows }: Period): number | null {
  if (startEquity === null) return null;
  let base = startEquity;
  for (const { at, value } of flows) {
    if (value === null) return null;
    base = base.plus(value.times(to - at).div(to - from));
  }
  if (base.lte(0)) return null;
  const percent = pnl.times(100).div(base).toDecimalPlaces(2, Decimal.ROUND_HALF_UP);
  return percent.plus(ZERO).toNumber();
}

/** What there must have been at the start, if there is so much now: equity now − pnl − flows. Null where a flow has no value. */
export function impliedStart(
  equityNow: Decimal,
  { pnl, flows }: Pick<Period, 'pnl' | 'flows'>,
): Decimal | null {
  let start = equityNow.minus(pnl);
  for (const { value } of flows) {
    if (value === null) return null;
    start = start.minus(value);
  }
  return start;
}
