import { shown } from './text.js';

const MOST = 32;
type Decimal = `${number}`;

const cents = new Intl.NumberFormat('en', {
  ...{ minimumFractionDigits: 2, maximumFractionDigits: 2, signDisplay: 'exceptZero' },
});
const belowCents = new Intl.NumberFormat('en', { maximumSignificantDigits: 2, signDisplay: 'exceptZero' });
const eightDigits = new Intl.NumberFormat('en', {
  ...{ maximumSignificantDigits: 8, maximumFractionDigits: 0, roundingPriority: 'morePrecision' },
});
const plain = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });
const signed = new Intl.NumberFormat('en', { maximumFractionDigits: 2, signDisplay: 'exceptZero' });

/** A figure that came as a text, kept short whatever it is. */
export const figure = (text: string): string => shown(text, MOST);

/** A count or a ratio: `12,450`, `1.8`. */
export const number = (value: number): string => figure(plain.format(value));

/** `+1.26%`, `-3%`, `0%`. */
export const percent = (value: number): string => `${figure(signed.format(value))}%`;

/** A result out of a decimal: `+125.50 USDT`; what is below a cent keeps two digits: `-0.0042 USDT`. */
export function result(decimal: string, currency: string): string {
  const amount = Math.abs(Number(decimal));
  const format = amount > 0 && amount < 0.01 ? belowCents : cents;
  return `${figure(format.format(decimal as Decimal))} ${shown(currency, 10)}`;
}

/** An average price out of a decimal, to eight digits at most and two decimals at least where they fit: `45,000.00`, `0.00001234`. */
export function price(decimal: string): string {
  const [whole = '', fraction = ''] = eightDigits.format(decimal as Decimal).split('.');
  const places = Math.abs(Number(decimal)) < 1_000_000 ? fraction.padEnd(2, '0') : fraction;
  return figure(places === '' ? whole : `${whole}.${places}`);
}
