import type { Trades } from '@neuratrade/api-contracts';
import { orUnavailable } from '../../platform/db/unavailable.js';
import type { Account } from '../accounts/service.js';
import { CURRENCY } from '../currency.js';
import { cursorOf } from './cursor.js';
import type { TradesQuery } from './query.js';
import type { StoredTrade } from './repository.js';
import { toldTrade } from './trade.js';

export interface TradesService {
  /** A page of an account's closed trades, newest first. Rejects with `unavailable` when the database cannot be asked. */
  list(account: Account, query: TradesQuery): Promise<Trades>;
}

export interface TradesServiceOptions {
  readonly list: (accountId: number, query: TradesQuery, limit: number) => Promise<readonly StoredTrade[]>;
  /** Why the database failed, in a few words. */
  readonly reasonOf: (error: unknown) => string;
}

export function createTradesService({ list, reasonOf }: TradesServiceOptions): TradesService {
  return {
    async list(account, query) {
      const found = await orUnavailable(list(account.id, query, query.limit + 1), reasonOf);
      const page = found.slice(0, query.limit);
      const last = found.length > page.length ? page.at(-1) : undefined;
      return {
        currency: CURRENCY,
        trades: page.map((trade) => toldTrade(account.name, trade)),
        next_cursor: last === undefined ? null : cursorOf({ ...last, closedAt: last.closedAt.getTime() }),
      };
    },
  };
}
