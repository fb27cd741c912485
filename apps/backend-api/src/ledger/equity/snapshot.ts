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

/** The last snapshot of a step, and what else is told of the step. */
export interface CurveStep extends Snapshot {
  /**
   * The least equity of the step's snapshots that are not partial, or of these where all are. What came or went within the step counts as if it had been
   * there from its beginning.
   */
  readonly low: Decimal;
}

/** `flows`: deposits − withdrawals since the first point; null where one of them has no price. */
export interface CurvePoint extends CurveStep {
  readonly flows: Decimal | null;
}
