import { CACHE_NAMESPACES, type CacheNamespace } from '@neuratrade/api-contracts';
import { setting, types } from '@neuratrade/service-kit';
import { type CachePolicies, type CachePolicy, NAMESPACES } from './namespaces.js';

const DAY_S = 86_400;

function settingsOf(namespace: CacheNamespace) {
  const { holds, freshMs, ttlSeconds, maxEntries } = NAMESPACES[namespace];
  return {
    fresh: setting(
      types.milliseconds({ min: 100, max: 3_600_000 }).default(freshMs),
      `How long ${holds} count as fresh`,
    ),
    ttl: setting(
      types.integer({ min: 1, max: DAY_S }, `whole seconds from 1 to ${DAY_S}`).default(ttlSeconds),
      `How long ${holds} are kept, to be served marked stale while the exchange fails`,
    ),
    entries: setting(
      types.integer({ min: 10, max: 1_000_000 }, 'a whole number from 10 to 1000000').default(maxEntries),
      `How many ${holds} are kept at most`,
    ),
  };
}

const market = settingsOf('market_data');
const orderbook = settingsOf('orderbook');
const ticker = settingsOf('ticker');

/** What can be set of each cache. */
export const cacheSettings = {
  CACHE_MARKET_FRESH_MS: market.fresh,
  CACHE_MARKET_TTL_S: market.ttl,
  CACHE_MARKET_MAX_ENTRIES: market.entries,
  CACHE_ORDERBOOK_FRESH_MS: orderbook.fresh,
  CACHE_ORDERBOOK_TTL_S: orderbook.ttl,
  CACHE_ORDERBOOK_MAX_ENTRIES: orderbook.entries,
  CACHE_TICKER_FRESH_MS: ticker.fresh,
  CACHE_TICKER_TTL_S: ticker.ttl,
  CACHE_TICKER_MAX_ENTRIES: ticker.entries,
} as const;

type Read = Readonly<Partial<Record<keyof typeof cacheSettings, number>>>;

/** What is wrong between the settings of one cache. */
export function cacheProblems(read: Read): string[] {
  return CACHE_NAMESPACES.flatMap((namespace) => {
    const { variable } = NAMESPACES[namespace];
    const { [`${variable}_FRESH_MS` as const]: freshMs, [`${variable}_TTL_S` as const]: ttl } = read;
    if (freshMs === undefined || ttl === undefined || ttl * 1_000 >= freshMs) return [];
    return [
      `${variable}_TTL_S=${ttl}: nothing can be fresh for longer than it is kept; give at least ${Math.ceil(freshMs / 1_000)}, or a smaller ${variable}_FRESH_MS than ${freshMs}`,
    ];
  });
}

export function cachePolicies(read: Required<Read>): CachePolicies {
  const policies = CACHE_NAMESPACES.map((namespace): [CacheNamespace, CachePolicy] => {
    const { variable } = NAMESPACES[namespace];
    return [
      namespace,
      {
        freshMs: read[`${variable}_FRESH_MS`],
        ttlMs: read[`${variable}_TTL_S`] * 1_000,
        maxEntries: read[`${variable}_MAX_ENTRIES`],
      },
    ];
  });
  return Object.fromEntries(policies) as unknown as CachePolicies;
}
