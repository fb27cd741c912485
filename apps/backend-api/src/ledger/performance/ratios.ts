import { Decimal, ONE, ZERO } from '../decimal.js';

export interface DailyEquity {
  /** Days since 1970 (UTC). */
  readonly day: number;
  /** When it was that much, the last time that day; milliseconds since 1970. */
  readonly at: number;
  readonly equity: Decimal;
}

/**
 * What each day earned, as a part of the money that was there: (E − F − E₋₁) ÷ (E₋₁ + F ÷ 2), with E the last equity of the day and F what came and
 * went between E₋₁ and E, taken as there for half of that time (Dietz). Days whose eve is not known, whose flows are not, or that began with no money
 * have no return. Both lists are in the order of time.
 */
export function dailyReturns(
  days: readonly DailyEquity[],
  flows: readonly { readonly at: number; readonly value: Decimal | null }[],
): Decimal[] {
  let next = 0;
  const flowUpTo = (end: number): Decimal | null => {
    let sum: Decimal | null = ZERO;
    for (; next < flows.length; next++) {
      const { at, value } = flows[next] as (typeof flows)[number];
      if (at > end) break;
      sum = sum === null || value === null ? null : sum.plus(value);
    }
    return sum;
  };
  return days.flatMap(({ day, at, equity }, index) => {
    const eve = days[index - 1];
    const flow = flowUpTo(at);
    if (eve?.day !== day - 1 || flow === null) return [];
    const base = eve.equity.plus(flow.div(2));
    return base.lte(0) ? [] : [equity.minus(flow).minus(eve.equity).div(base).toDecimalPlaces(PLACES)];
  });
}

const DAYS_A_YEAR = 365;
/** Of a return; more would cost time and tell nothing. */
const PLACES = 15;
/** Fewer have no deviation. */
const LEAST_RETURNS = 2;

export interface Ratios {
  /** Mean ÷ sample standard deviation × √365 (W. F. Sharpe, *The Sharpe Ratio*, 1994; no riskless return). */
  readonly sharpe: number | null;
  /** Mean ÷ √(Σ min(return, 0)² ÷ days) × √365 (F. A. Sortino and L. N. Price, 1994; target 0). */
  readonly sortino: number | null;
  /** Return of a year at this pace, compounded, ÷ the largest relative fall of the compounded returns (T. W. Young, *Calmar Ratio*, 1991). */
  readonly calmar: number | null;
}

/** Of daily returns. Each is null with fewer than two, or where it would be a division by zero. */
export function ratiosOf(returns: readonly Decimal[]): Ratios {
  if (returns.length < LEAST_RETURNS) return { sharpe: null, sortino: null, calmar: null };
  const days = returns.length;
  const mean = sumOf(returns)
    .div(days)
    .toDecimalPlaces(2 * PLACES);
  const deviation = sumOf(returns.map((value) => value.minus(mean).pow(2)))
    .div(days - 1)
    .sqrt();
  const downside = sumOf(returns.map((value) => Decimal.min(value, ZERO).pow(2)))
    .div(days)
    .sqrt();
  const year = new Decimal(DAYS_A_YEAR).sqrt();
  const { growth, fall } = compounded(returns);
  const annual = new Decimal(growth.toNumber() ** (DAYS_A_YEAR / days)).minus(1);
  return {
    sharpe: quotient(mean.times(year), deviation),
    sortino: quotient(mean.times(year), downside),
    calmar: quotient(annual, fall),
  };
}

function compounded(returns: readonly Decimal[]): { growth: Decimal; fall: Decimal } {
  let [growth, peak, fall] = [ONE, ONE, ZERO];
  for (const value of returns) {
    growth = Decimal.max(ZERO, growth.times(value.plus(1)).toSignificantDigits(2 * PLACES));
    peak = Decimal.max(peak, growth);
    fall = Decimal.max(fall, ONE.minus(growth.div(peak)));
  }
  return { growth, fall };
}

function sumOf(values: readonly Decimal[]): Decimal {
  return values.reduce((sum, value) => sum.plus(value), ZERO);
}

function quotient(dividend: Decimal, divisor: Decimal): number | null {
  if (divisor.isZero()) return null;
  const number = dividend.div(divisor).toNumber();
  return Number.isFinite(number) ? number : null;
}
