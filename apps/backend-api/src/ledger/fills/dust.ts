import type { Decimal } from '../decimal.js';
import type { BookRules } from './fill.js';
import type { Line } from './line.js';

/** Of the largest size of a position, the part below which a remainder is dust where the market's lot is not known. */
const PART = 1e-8;

/** Whether nothing is left of a position that could be traded. */
export function isDust({ size, largest, contractSize }: Line, price: Decimal, rules: BookRules): boolean {
  if (size.isZero()) return true;
  const { amountStep, costMin } = rules;
  if (amountStep === null && costMin === null) return size.lt(largest.times(PART));
  if (amountStep !== null && size.lt(amountStep)) return true;
  return costMin !== null && size.times(price).times(contractSize).lt(costMin);
}
