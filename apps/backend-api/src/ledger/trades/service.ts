import type { Trades } from '@neuratrade/api-contracts';
import type { Database } from '../../platform/db/database.js';
import { orUnavailable } from '../../platform/db/unavailable.js';
import type { Account } from '../accounts/service.js';
import { CURRENCY } from '../currency.js';
import { cursorOf } from './cursor.js';
import type { TradesQuery } from './query.js';
import { type ClosedTrades, closedSince, listTrades } from './repository.js';
import { toldTrade } from './trade.js';

export type { ClosedTrades } from './repository.js';

/** The round trips that have ended. Every call rejects with `unavailable` while the database is. */
export interface TradesService {
  /** A page of an account's closed trades, newest first. */
  list(account: Account, query: TradesQuery): Promise<Trades>;
  /** Those that closed at an instant (milliseconds since 1970) or later, in a few figures. */
  since(account: Account, from: number): Promise<ClosedTrades>;
}

export interface TradesServiceOptions {
  readonly pool: Database;
  /** Why the database failed, in a few words. */
  readonly reasonOf: (error: unknown) => string;
}

export function createTradesService({ pool, reasonOf }: TradesServiceOptions): TradesService {
  return {
    async list(account, query) {
      const found = await orUnavailable(listTrades(pool, account.id, query, query.limit + 1), reasonOf);
      const page = found.slice(0, query.limit);
      const last = found.length > page.length ? page.at(-1) : undefined;
      return {
        currency: CURRENCY,
        trades: page.map((trade) => toldTrade(account.name, trade)),
        next_cursor: last === undefined ? null : cursorOf({ ...last, closedAt: last.closedAt.getTime() }),
      };
    },
    since: ({ id }, from) => orUnavailable(closedSince(pool, id, from), reasonOf),
  };
}
