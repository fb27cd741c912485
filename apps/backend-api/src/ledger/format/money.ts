import { grouped } from '@neuratrade/service-kit';
import { Decimal } from '../decimal.js';

/** `1,234.50 USDT`; rounded to cents, half away from zero. */
export function money(amount: Decimal, currency: string): string {
  return `${grouped(cents(amount).toFixed(2))} ${currency}`;
}

/** A result: `+125.50 USDT`, `-32.00 USDT`, and `0.00 USDT` for what rounds to nothing. */
export function result(amount: Decimal, currency: string): string {
  const rounded = cents(amount);
  return `${rounded.gt(0) ? '+' : ''}${grouped(rounded.toFixed(2))} ${currency}`;
}

/** A price as precise as it is, to two decimals at least and eighteen at most: `45,000.00`, `0.00001234`. */
export function price(value: Decimal): string {
  const places = Math.min(Math.max(value.decimalPlaces(), 2), MOST_PLACES);
  return grouped(value.toFixed(places, Decimal.ROUND_HALF_UP).replace(/(\.\d\d\d*?)0+$/, '$1'));
}

/** An amount as precise as it is: `0.05`, `1,250`. */
export function size(value: Decimal): string {
  return grouped(plain(value));
}

/** For machines: up to eighteen decimals, none more than it has, no exponent. */
export function plain(value: Decimal): string {
  const rounded = value.toDecimalPlaces(MOST_PLACES, Decimal.ROUND_HALF_UP);
  return (rounded.isZero() ? rounded.abs() : rounded).toFixed();
}

const MOST_PLACES = 18;

function cents(amount: Decimal): Decimal {
  const rounded = amount.toDecimalPlaces(2, Decimal.ROUND_HALF_UP);
  return rounded.isZero() ? rounded.abs() : rounded;
}
