import type { Connection, Database } from '../../platform/db/database.js';
import { CURRENCY } from '../currency.js';
import { Decimal } from '../decimal.js';
import { insertTransfers, listFlows, listUnvalued, setValues } from './repository.js';
import type { Flow, NewTransfer } from './transfer.js';

export type { Flow, NewTransfer } from './transfer.js';

/** What one `currency` was worth in another at the minute of `at`. */
interface Pair {
  readonly currency: string;
  readonly in: string;
  readonly at: number;
}

export interface TransfersOptions {
  readonly pool: Database;
  readonly rates: {
    many(wanted: readonly Pair[], waitMs: number): Promise<(pair: Pair) => Decimal | null>;
  };
}

/** Deposits and withdrawals of the accounts. */
export interface Transfers {
  /**
   * Stores those that are not known, and resolves with how many that were. In a transaction of the caller's they wait for their value
   * until {@link value}; else they are valued at once as far as prices are known.
   */
  add(
    place: { readonly account: { readonly id: number }; readonly exchange: string },
    transfers: readonly NewTransfer[],
    client?: Connection,
  ): Promise<number>;
  /** What came and went after `from` and up to `to` (milliseconds), oldest first. */
  flows(accountId: number, from: number, to: number): Promise<readonly Flow[]>;
  /** Values what has no value yet, of one account or of all, as far as prices are known. */
  value(accountId?: number): Promise<void>;
}

const AT_ONCE = 500;
const WAIT_MS = 2_000;

export function createTransfers({ pool, rates }: TransfersOptions): Transfers {
  const value = async (accountId?: number): Promise<void> => {
    const unvalued = await listUnvalued(pool, accountId, AT_ONCE);
    if (unvalued.length === 0) return;
    const pairOf = ({ asset, at }: { asset: string; at: number }): Pair => ({
      currency: asset,
      in: CURRENCY,
      at,
    });
    const rateOf = await rates.many(unvalued.map(pairOf), WAIT_MS);
    const valued = unvalued.flatMap((transfer) => {
      const rate = rateOf(pairOf(transfer));
      return rate === null ? [] : [{ ...transfer, value: new Decimal(transfer.amount).times(rate) }];
    });
    if (valued.length > 0) await setValues(pool, valued);
  };

  return {
    async add({ account, exchange }, transfers, client) {
      if (transfers.length === 0) return 0;
      const added = await insertTransfers(client ?? pool, { accountId: account.id, exchange }, transfers);
      if (added > 0 && client === undefined) await value(account.id);
      return added;
    },
    flows: (accountId, from, to) => listFlows(pool, accountId, from, to),
    value,
  };
}
