import type { Currency, Dictionary, Exchange, Market, Trade, Transaction } from 'ccxt';
import type { Credentials } from '../../configured/exchange.js';
import type { ClientOptions } from '../client.js';
import type { Caller } from '../market/caller.js';
import { createMarketClient } from '../market/client.js';

/** What of a ccxt instance is replaced or set, as ccxt's own types do not say that it can be. */
interface Replaceable {
  parseTrade: (row: unknown, market?: Market) => Trade;
  parseTrades: (rows: unknown, market?: Market, since?: number, limit?: number, params?: object) => Trade[];
  parseTransaction: (row: unknown, currency?: Currency) => Transaction;
  parseTransactions: (
    rows: unknown,
    currency?: Currency,
    since?: number,
    limit?: number,
    params?: object,
  ) => Transaction[];
  toArray: (rows: unknown) => unknown[];
  setMarketsFromExchange: (source: Exchange) => void;
  options: Dictionary<unknown>;
}

/** What binance's client remembers in order to call a later refusal of the key a rate limit. */
const ONCE_ACCEPTED = 'hasAlreadyAuthenticatedSuccessfully';

/**
 * A ccxt instance that signs with a key. It tells every entry of an answer, where ccxt would drop those of another market or time without
 * a word, and a key that is refused after it was accepted as what it is.
 */
export function createSignedClient(
  { name, credentials }: { readonly name: string; readonly credentials: Credentials },
  caller: Pick<Caller, 'throttle' | 'fetch'>,
  options: Omit<ClientOptions, 'fetch'>,
): Exchange {
  const client = createMarketClient({ name, credentials }, caller, options);
  const replaced = client as unknown as Replaceable;
  replaced.parseTrades = (rows, market, _since, _limit, params = {}) =>
    replaced.toArray(rows).map((row) => ({ ...replaced.parseTrade(row, market), ...params }));
  replaced.parseTransactions = (rows, currency, _since, _limit, params = {}) =>
    replaced.toArray(rows).map((row) => ({ ...replaced.parseTransaction(row, currency), ...params }));
  Object.defineProperty(replaced.options, ONCE_ACCEPTED, { get: () => false, set: () => undefined });
  return client;
}

/** Lets a client know the markets that another one of the same exchange has loaded. */
export function shareMarkets(client: Exchange, source: Exchange): void {
  if (client.markets !== source.markets) (client as unknown as Replaceable).setMarketsFromExchange(source);
}

/** Lets a client sign by the exchange's clock; `difference` is ours minus theirs, in milliseconds. */
export function setTimeDifference(client: Exchange, difference: number): void {
  (client as unknown as Replaceable).options.timeDifference = difference;
}
