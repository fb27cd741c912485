import ccxt, { type Exchange } from 'ccxt';
import type { ConfiguredExchange } from '../../configured/exchange.js';
import { type ClientOptions, createClient } from '../client.js';
import type { Caller } from './caller.js';
import { isAbove } from './decimal.js';

/** What of a ccxt instance is replaced, as ccxt's own types do not say that it can be. */
interface Replaceable {
  number: unknown;
  throttle: Caller['throttle'];
  sortBy: (rows: unknown[], key: string | number, descending?: boolean) => unknown[];
  parseOrderBookBidAsk: (level: unknown, priceKey?: string | number, amountKey?: string | number) => unknown;
}

/** A ccxt instance that waits in our lanes and tells numbers as the exchange wrote them. */
export function createMarketClient(
  configured: Pick<ConfiguredExchange, 'name' | 'credentials'>,
  caller: Pick<Caller, 'throttle' | 'fetch'>,
  options: Omit<ClientOptions, 'fetch'>,
): Exchange {
  const client = createClient(configured, { ...options, fetch: caller.fetch });
  const replaced = client as unknown as Replaceable;
  replaced.number = String;
  replaced.throttle = caller.throttle;
  replaced.sortBy = sortByValue;
  const { parseOrderBookBidAsk } = ccxt.Exchange.prototype as unknown as Replaceable;
  if (replaced.parseOrderBookBidAsk === parseOrderBookBidAsk) {
    replaced.parseOrderBookBidAsk = (level, priceKey = 0, amountKey = 1) => [
      client.safeString(level as object, priceKey),
      client.safeString(level as object, amountKey),
    ];
  }
  return client;
}

/** As ccxt's, which would put the text `10` before the text `9`. */
function sortByValue(rows: unknown[], key: string | number, descending = false): unknown[] {
  const direction = descending ? -1 : 1;
  const keyOf = (row: unknown) => (row as Record<string | number, unknown>)[key] ?? 0;
  return rows.slice().sort((a, b) => direction * order(keyOf(a), keyOf(b)));
}

function order(a: unknown, b: unknown): number {
  const difference = Number(a) - Number(b);
  if (Number.isNaN(difference)) return String(a) < String(b) ? -1 : 1;
  if (difference !== 0 || typeof a !== 'string' || typeof b !== 'string') return difference;
  return Number(isAbove(a, b)) - Number(isAbove(b, a));
}
