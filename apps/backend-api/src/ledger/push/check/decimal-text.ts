import type { Checked } from '../problem.js';

const PLAIN = /^(?:0|[1-9]\d{0,14})(?:\.\d{1,9})?$/;
const NUMBER = /^([+-]?)(\d{1,80})(?:\.(\d{1,80}))?(?:[eE]([+-]?\d{1,2}))?$/;
const MOST_DIGITS = 25;
const WANTED = 'give a decimal number such as "46000.10"';
const TOO_LONG: Checked<string> = {
  problem: `has more than ${MOST_DIGITS} digits, which no product could hold exactly`,
};

/**
 * A decimal number as a plain text: no sign but minus, no exponent, no leading zeros. Decimals that were written stay, also zeros at the end.
 * Two numbers of 25 digits have a product of 50, which the ledger holds exactly.
 */
export function decimalText(value: unknown): Checked<string> {
  if (typeof value !== 'string') return { problem: WANTED };
  if (PLAIN.test(value)) return value;
  const [, sign, whole = '', fraction = '', exponent = '0'] = NUMBER.exec(value) ?? [];
  if (sign === undefined) return { problem: WANTED };
  const [left, right] = shifted(whole, fraction, Number(exponent));
  const digits = left.replace(/^0+(?=\d)/, '');
  const kept = isShort(digits, right) ? right : right.replace(/0+$/, '');
  if (!isShort(digits, kept)) return TOO_LONG;
  const plain = kept === '' ? digits : `${digits}.${kept}`;
  return sign === '-' && isAboveZero(plain) ? `-${plain}` : plain;
}

/** Whether a plain decimal text without a minus is more than zero. */
export function isAboveZero(plain: string): boolean {
  return !plain.startsWith('-') && /[1-9]/.test(plain);
}

function shifted(whole: string, fraction: string, exponent: number): [string, string] {
  if (exponent === 0) return [whole, fraction];
  const digits = `${whole}${fraction}`;
  const point = whole.length + exponent;
  if (point <= 0) return ['0', `${'0'.repeat(-point)}${digits}`];
  const padded = digits.padEnd(point, '0');
  return [padded.slice(0, point), padded.slice(point)];
}

function isShort(whole: string, fraction: string): boolean {
  return (whole === '0' ? 0 : whole.length) + fraction.length <= MOST_DIGITS;
}
