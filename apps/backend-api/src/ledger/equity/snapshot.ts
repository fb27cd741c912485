import type { Decimal } from '../decimal.js';

/** What an account was worth at one moment, in its currency; `at` in milliseconds of the epoch. */
export interface Snapshot {
  readonly at: number;
  readonly equity: Decimal;
  readonly cash: Decimal;
  readonly exposure: Decimal;
  readonly unrealized: Decimal;
  readonly openFees: Decimal;
  /** Something could not be read or priced then. */
  readonly partial: boolean;
}
