import type { Database } from '../../platform/db/database.js';
import type { Balance, BalancePlace, BalanceRead, BalanceSource, Holding } from './balance.js';
import { failRead, listBalances, replaceBalances } from './repository.js';

/** What the accounts hold on exchanges, as last read or told. Every call rejects only when the database fails. */
export interface Balances {
  /** Makes these the whole of what is held there, unless something later is known. What holds nothing is left out. */
  replace(
    place: BalancePlace,
    holdings: readonly Holding[],
    told: { readonly source: BalanceSource; readonly asOf: number },
  ): Promise<void>;
  /** The reading failed: what was held stays known. `error` says why, in words for people. */
  failed(place: BalancePlace, error: string): Promise<void>;
  of(accountId: number): Promise<{
    readonly balances: readonly Balance[];
    readonly reads: readonly BalanceRead[];
  }>;
}

export function createBalances({ pool }: { readonly pool: Database }): Balances {
  return {
    replace: (place, holdings, told) => {
      const held = holdings.filter(({ total }) => !total.isZero());
      return replaceBalances(pool, place, held, told);
    },
    failed: (place, error) => failRead(pool, place, error),
    of: (accountId) => listBalances(pool, accountId),
  };
}
