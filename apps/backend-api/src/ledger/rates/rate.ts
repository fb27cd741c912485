import { type Decimal, ONE } from '../decimal.js';

/** What one `currency` was worth `in` another at the instant `at`, in milliseconds of the epoch. */
export interface Pair {
  readonly currency: string;
  readonly in: string;
  readonly at: number;
}

/** A pair at the beginning of its minute. */
export interface Wanted {
  readonly currency: string;
  readonly in: string;
  readonly minute: number;
}

/** What a market told of a minute, or several together. `source` names them: `binance BNB/USDT`. */
export interface Price {
  readonly price: Decimal;
  readonly source: string;
}

/** What became of a question; a null price says that no market tells one. */
export interface Rate extends Wanted {
  readonly price: Decimal | null;
  readonly source: string | null;
}

export const MINUTE_MS = 60_000;

/** A reciprocal is kept to so many digits: far more than any price has. */
const DIGITS = 20;

export function reciprocal(price: Decimal): Decimal {
  return ONE.div(price).toSignificantDigits(DIGITS);
}

export function wantedOf({ at, ...pair }: Pair): Wanted {
  return { currency: pair.currency, in: pair.in, minute: minuteOf(at) };
}

function minuteOf(at: number): number {
  return Math.floor(at / MINUTE_MS) * MINUTE_MS;
}

export function keyOf({ currency, in: quote, minute }: Wanted): string {
  return `${currency} ${quote} ${minute}`;
}
