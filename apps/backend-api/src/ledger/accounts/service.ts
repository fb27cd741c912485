import { MAIN_ACCOUNT } from '@neuratrade/api-contracts';
import { AppError, type Query } from '@neuratrade/service-kit';
import type { Connection, Database } from '../../platform/db/database.js';
import { orUnavailable } from '../../platform/db/unavailable.js';
import { type Account, accountNameOf, unknownAccount } from './account.js';
import { ensureAccounts, findAccount, insertAccount, listAccounts } from './repository.js';

export type { Account } from './account.js';

/** Every call rejects with an AppError that says what to do. */
export interface Accounts {
  /** In the order in which they were added. */
  list(): Promise<readonly Account[]>;
  /** Rejects with `conflict` where there is one of that name. */
  add(name: string): Promise<Account>;
  /** Rejects with `not_found` where there is none of that name. */
  named(name: string): Promise<Account>;
  /** Adds those that are not there, on a connection, as part of what it does. Rejects with what the database said. */
  ensure(names: readonly string[], connection: Connection): Promise<void>;
  /** The one that `?account=` names, `main` unless given; rejects as `named` does, with `bad_request` where it can be no name. */
  of(query: Query): Promise<Account>;
}

export interface AccountsOptions {
  readonly pool: Database;
  /** Why the database failed, in a few words. */
  readonly reasonOf: (error: unknown) => string;
}

/** The accounts. None is ever removed, so that one which was seen is remembered. */
export function createAccounts({ pool, reasonOf }: AccountsOptions): Accounts {
  const seen = new Map<string, Account>();

  const named = async (name: string): Promise<Account> => {
    const account = seen.get(name) ?? (await orUnavailable(findAccount(pool, name), reasonOf));
    if (account === undefined) throw unknownAccount(name);
    seen.set(name, account);
    return account;
  };

  return {
    list: () => orUnavailable(listAccounts(pool), reasonOf),
    async add(name) {
      const account = await orUnavailable(insertAccount(pool, name), reasonOf);
      if (account === undefined) throw new AppError('conflict', `There is an account ${name} already.`);
      return account;
    },
    named,
    ensure: (names, connection) => ensureAccounts(connection, names),
    of: async (query) => named(accountNameOf(query) ?? MAIN_ACCOUNT),
  };
}
