import type { Decimal } from '../decimal.js';

/** Whose balance, and where. */
export interface BalancePlace {
  readonly account: { readonly id: number };
  readonly exchange: string;
}

/** What is held of an asset on an exchange. */
export interface Holding {
  readonly asset: string;
  readonly free: Decimal;
  readonly used: Decimal;
  readonly total: Decimal;
}

export interface Balance extends Holding {
  readonly exchange: string;
}

/** Where balances come from: an exchange that was read, or somebody who told them. */
export type BalanceSource = 'sync' | 'put';

/**
 * How the balances of an exchange were had; instants in milliseconds of the epoch. `asOf` and `source` are null as long as there are none,
 * `failedSince` and `error` tell of the reading that fails since the last good one.
 */
export interface BalanceRead {
  readonly exchange: string;
  readonly asOf: number | null;
  readonly source: BalanceSource | null;
  readonly failedSince: number | null;
  readonly error: string | null;
}
