import type { KeyPermissions } from '@neuratrade/api-contracts';
import type { ConfiguredExchange, Credentials } from '../configured/exchange.js';
import type { ProbedExchange } from '../connectivity/failure.js';
import type { MarketData } from '../market/market-data.js';
import type { AccountsOfExchange } from '../private/private-data.js';

/** What an exchange said to a key. `permissions` is null where it does not tell. */
export type KeyVerdict =
  | { readonly accepted: true; readonly permissions: KeyPermissions | null }
  | { readonly accepted: false; readonly reason: string };

/** What a key of an exchange is made of beside key and secret. `unsupported`: parts that cannot be configured here. */
export interface KeyParts {
  readonly password: boolean;
  readonly unsupported: readonly string[];
}

/** What can be asked of one exchange. The market's `close` ends both. */
export interface ExchangeData {
  readonly market: MarketData;
  readonly accounts: AccountsOfExchange;
}

/** What can be done with the exchanges that ccxt knows. */
export interface ExchangeEngine {
  readonly known: readonly string[];
  /** @throws {ConfigError} naming each exchange, active or not, that is not known */
  refuseUnknown(exchanges: readonly ConfiguredExchange[]): void;
  openProbe(name: string): ProbedExchange;
  openData(name: string): ExchangeData;
  keyParts(name: string): KeyParts;
  /** Asks the exchange with the key. Rejects with an ExchangeFailure when that could not be found out. */
  verifyKey(name: string, credentials: Credentials): Promise<KeyVerdict>;
}
