import type { CacheNamespace } from '@neuratrade/api-contracts';

export interface NamespaceRow {
  /** What stands between `neuratrade:cache:` and an entry's own key. */
  readonly prefix: string;
  /** What the namespace's environment variables begin with: `CACHE_MARKET_…`. */
  readonly variable: 'CACHE_MARKET' | 'CACHE_ORDERBOOK' | 'CACHE_TICKER';
  readonly holds: string;
  readonly freshMs: number;
  readonly ttlSeconds: number;
  readonly maxEntries: number;
  /** The upstream that an entry comes from: what fails for one entry is likely to fail for all of that upstream. */
  readonly upstreamOf: (key: string) => string;
}

const exchangeOf = (key: string): string => key.slice(0, Math.max(key.indexOf(':'), 0)) || key;

/** Every cache with its defaults. A new one is a line here, and its name in the contract. */
export const NAMESPACES: Readonly<Record<CacheNamespace, NamespaceRow>> = {
  market_data: {
    prefix: 'market',
    variable: 'CACHE_MARKET',
    holds: 'market summaries and candles',
    freshMs: 5_000,
    ttlSeconds: 300,
    maxEntries: 1_000,
    upstreamOf: (key) => key,
  },
  orderbook: {
    prefix: 'orderbook',
    variable: 'CACHE_ORDERBOOK',
    holds: 'order books',
    freshMs: 2_000,
    ttlSeconds: 60,
    maxEntries: 1_000,
    upstreamOf: exchangeOf,
  },
  ticker: {
    prefix: 'ticker',
    variable: 'CACHE_TICKER',
    holds: 'tickers',
    freshMs: 5_000,
    ttlSeconds: 300,
    maxEntries: 5_000,
    upstreamOf: exchangeOf,
  },
};

/** How one cache keeps its entries. Milliseconds. */
export interface CachePolicy {
  readonly freshMs: number;
  readonly ttlMs: number;
  readonly maxEntries: number;
}

export type CachePolicies = Readonly<Record<CacheNamespace, CachePolicy>>;
