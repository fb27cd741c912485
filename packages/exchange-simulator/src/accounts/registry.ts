import { type Account, createAccount } from './account.js';

/** What a key may do: read the account, place and cancel orders, move money out. */
export const PERMISSIONS = ['read', 'trade', 'withdraw'] as const;

export type Permission = (typeof PERMISSIONS)[number];

/** An API key of an account. */
export interface ApiKey {
  readonly key: string;
  readonly secret: string;
  readonly account: Account;
  readonly permissions: readonly Permission[];
  readonly createdAt: number;
}

/** All accounts and keys of the exchange. */
export interface Accounts {
  key(key: string): ApiKey | undefined;
  find(name: string): Account | undefined;
  list(): Account[];
  /** The account of that name, opened if there is none. */
  open(name: string, now: number): Account;
  /** Gives an account a key, or replaces what that key was. */
  grant(key: ApiKey): void;
  /** Takes a key away; the account stays. False when there is none. */
  revoke(key: string): boolean;
}

const FIRST_UID = 100_000_001;

/** A registry without accounts. */
export function createAccounts(): Accounts {
  const accounts = new Map<string, Account>();
  const keys = new Map<string, ApiKey>();
  return {
    key: (key) => keys.get(key),
    find: (name) => accounts.get(name),
    list: () => [...accounts.values()],
    open(name, now) {
      const account = accounts.get(name) ?? createAccount(name, FIRST_UID + accounts.size, now);
      accounts.set(name, account);
      return account;
    },
    grant: (key) => void keys.set(key.key, key),
    revoke: (key) => keys.delete(key),
  };
}
