import { Precise } from 'ccxt';
import { unexpected } from './unexpected.js';

const PLAIN = /^-?\d+(?:\.\d+)?$/;
const WITH_EXPONENT = /^([+-]?)(\d+)(?:\.(\d*))?(?:e([+-]?\d{1,3}))?$/i;

/**
 * A number of the exchange as a plain decimal, digit for digit; null where it told none.
 *
 * @throws {ExchangeFailure} for what is no number
 */
export function decimalOf(value: unknown): string | null {
  if (value === undefined || value === null || value === '') return null;
  const text = String(value);
  if (PLAIN.test(text)) return text;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = WITH_EXPONENT.exec(text) ?? [];
  if (whole === '') throw unexpected(`no number: ${text.slice(0, 40)}`);
  return (sign === '-' ? '-' : '') + shifted(whole, fraction, Number(exponent));
}

/** A price that is told, which is above zero. @throws {ExchangeFailure} */
export function requiredPrice(value: unknown): string {
  return priceOf(value) ?? fail('a price is missing');
}

/** A price, above zero, or null. @throws {ExchangeFailure} */
export function priceOf(value: unknown): string | null {
  const price = decimalOf(value);
  return price === null || isAbove(price, '0') ? price : fail(`price ${price}`);
}

/** An amount, zero or above, or null. @throws {ExchangeFailure} */
export function amountOf(value: unknown): string | null {
  const amount = decimalOf(value);
  return amount === null || !isAbove('0', amount) ? amount : fail(`amount ${amount}`);
}

/** Compares two plain decimals exactly. */
export function isAbove(one: string, other: string): boolean {
  if (one === other) return false;
  const difference = Number(one) - Number(other);
  return difference === 0 ? Precise.stringGt(one, other) : difference > 0;
}

function shifted(whole: string, fraction: string, exponent: number): string {
  const digits = whole + fraction;
  const point = whole.length + exponent;
  const padded = point <= 0 ? '0'.repeat(1 - point) + digits : digits.padEnd(point, '0');
  const at = Math.max(1, point);
  const integer = padded.slice(0, at).replace(/^0+(?=\d)/, '');
  const rest = padded.slice(at);
  return rest === '' ? integer : `${integer}.${rest}`;
}

function fail(what: string): never {
  throw unexpected(what);
}
