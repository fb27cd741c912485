import { Decimal as Base } from 'decimal.js';

/** Decimal numbers of the ledger: 50 significant digits, so that sums and products of money are exact. */
export const Decimal = Base.clone({ precision: 50, toExpNeg: -1_000, toExpPos: 1_000, defaults: true });
export type Decimal = Base;

export const ZERO = new Decimal(0);
export const ONE = new Decimal(1);

/** Decimal places to which what comes out of a division is rounded, so that sums of money are exact whatever their order. */
const PLACES = 30;

export function rounded(value: Decimal): Decimal {
  return value.toDecimalPlaces(PLACES);
}
