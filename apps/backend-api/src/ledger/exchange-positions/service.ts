import type { Database } from '../../platform/db/database.js';
import type { ExchangePosition, ToldPosition } from './position.js';
import { listPositions, replacePositions } from './repository.js';

/** Open positions of derivatives, as the exchanges tell them. */
export interface ExchangePositions {
  /** Makes those of an exchange exactly these, as of an instant (milliseconds); newer ones stay. */
  replace(
    place: { readonly account: { readonly id: number }; readonly exchange: string },
    positions: readonly ToldPosition[],
    asOf: number,
  ): Promise<void>;
  of(accountId: number): Promise<readonly ExchangePosition[]>;
}

export function createExchangePositions({ pool }: { readonly pool: Database }): ExchangePositions {
  return {
    replace: ({ account, exchange }, positions, asOf) =>
      replacePositions(pool, { accountId: account.id, exchange }, positions, asOf),
    of: (accountId) => listPositions(pool, accountId),
  };
}
