import type { CacheNamespace } from '@neuratrade/api-contracts';
import type { z } from 'zod';
import type { ActiveExchanges } from './active/exchange.js';
import type { CacheRead, Load, MarketCache } from './cache/cache.js';

interface ReadRequest<T> {
  readonly exchange: string;
  readonly namespace: CacheNamespace;
  readonly key: string;
  /** What a value out of Redis must look like. */
  readonly schema: z.ZodType<T>;
  readonly load: Load<T>;
}

/** Reads through the cache what an exchange tells. */
export type Read = <T>(request: ReadRequest<T>) => Promise<CacheRead<T>>;

/**
 * Of an exchange that is not active nothing is served out of the cache, whatever is kept from before: ccxt-service is asked, which
 * says what is wrong with the name, or answers when it was added a moment ago.
 */
export function createReader(cache: MarketCache, active: ActiveExchanges): Read {
  return async ({ exchange, namespace, key, schema, load }) => {
    const names = active();
    if (names.length === 0 || names.includes(exchange)) {
      return cache.read(namespace, key, load, { accept: (stored) => schema.safeParse(stored).success });
    }
    const value = await load(new AbortController().signal);
    return { value, text: JSON.stringify(value), fetchedAt: Date.now(), stale: false };
  };
}
