import type { Balances, Executions, Positions, TradedSymbols, Transfers } from '@neuratrade/api-contracts';
import type { Credentials } from '../configured/exchange.js';

/** What an account is asked for, in the words of the log. */
export type PrivateDataKind = 'trades' | 'balances' | 'transfers' | 'positions' | 'symbols';

/** Where to begin: at an instant in milliseconds, behind an earlier answer, or with the first there is. */
export type Begin =
  | { readonly since: number | undefined; readonly cursor?: undefined }
  | { readonly cursor: string };

/** What `GET /api/v1/private/*` answers, without the account that was asked for. */
type Told<T> = Omit<T, 'account'>;

/**
 * What one account holds at one exchange, asked with its key. Everything rejects with an AppError: `key_refused` when the exchange does
 * not accept the key for it, and those of MarketData.
 */
export interface PrivateData {
  /** `limit` is how many to ask for at once. */
  trades(symbol: string, begin: Begin, limit: number): Promise<Told<Executions>>;
  balances(): Promise<Told<Balances>>;
  transfers(kind: Transfers['kind'], begin: Begin): Promise<Told<Transfers>>;
  positions(): Promise<Told<Positions>>;
  symbols(): Promise<Told<TradedSymbols>>;
}

/** An account and its key at one exchange. */
export interface AccountKey {
  readonly account: string;
  readonly credentials: Credentials;
}

/** The accounts at one exchange. */
export interface AccountsOfExchange {
  /** `known` are all accounts that have a key there: what is kept of any other, or of a key before, is forgotten. */
  dataOf(key: AccountKey, known: readonly AccountKey[]): PrivateData;
}
