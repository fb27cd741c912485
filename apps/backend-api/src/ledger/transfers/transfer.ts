import type { Decimal } from '../decimal.js';

/** Money that came from elsewhere or went there. `amount` is what the holding changed by, as a decimal text; `executedAt` in milliseconds of the epoch. */
export interface NewTransfer {
  readonly kind: 'deposit' | 'withdrawal';
  /** Of its exchange and kind, the one with that id is it. */
  readonly id: string;
  readonly asset: string;
  readonly amount: string;
  readonly executedAt: number;
}

/** What an account was given at an instant, or what was taken from it, which is negative. `value` is in USDT at that time; null while no price is known. */
export interface Flow {
  readonly at: number;
  readonly asset: string;
  readonly amount: Decimal;
  readonly value: Decimal | null;
}
