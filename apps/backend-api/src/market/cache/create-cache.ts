import { setMaxListeners } from 'node:events';
import type { CacheNamespace } from '@neuratrade/api-contracts';
import type { ServiceLogger } from '@neuratrade/service-kit';
import type { RedisClient } from '../../platform/redis/client.js';
import type { CacheRead, MarketCache } from './cache.js';
import { createCacheClock } from './clock.js';
import { createCopies } from './copies.js';
import { entryOf, freshRead, isFresh, secondsLeft } from './entry.js';
import { type Asked, createFetcher } from './fetcher.js';
import { createLookup } from './lookup.js';
import { createMissed } from './missed.js';
import type { CachePolicies } from './namespaces.js';
import { createRefresh } from './refresh.js';
import { createSharedLoad } from './shared-load.js';
import { slotOf } from './slot.js';
import { createStatistics } from './statistics/create-statistics.js';
import { createEntryStore } from './store.js';
import { createTroubles } from './troubles.js';

export interface MarketCacheOptions {
  readonly redis: RedisClient;
  readonly policies: CachePolicies;
  readonly logger: Pick<ServiceLogger, 'debug' | 'warn' | 'enabled'>;
}

/** The backend's caches in Redis, with what this process used last beside them. */
export function createMarketCache({ redis, policies, logger }: MarketCacheOptions): MarketCache {
  const stopping = new AbortController();
  setMaxListeners(0, stopping.signal);
  const store = createEntryStore(redis);
  const clock = createCacheClock();
  const copies = createCopies(clock);
  const lookup = createLookup({ redis, store, copies, clock });
  const shared = createSharedLoad({
    store,
    keep: ({ id }, entry, stored) => void copies.keep(id, entry, stored),
    clock,
    stopping: stopping.signal,
  });
  const troubles = createTroubles();
  const fetcher = createFetcher(shared, troubles, clock);
  const missed = createMissed(fetcher, troubles, clock);
  const refresh = createRefresh(copies, clock);
  const statistics = createStatistics({ redis, policies, clock, logger });
  const debug = logger.enabled('debug');

  async function read(asked: Asked): Promise<CacheRead<unknown>> {
    const { slot, accept } = asked;
    const entry = lookup.atOnce(slot) ?? (await lookup.ask(slot, accept));
    if (entry === undefined || !isFresh(entry, slot.policy, clock.now())) {
      statistics.miss(slot.namespace);
      return missed(asked, entry);
    }
    statistics.hit(slot.namespace);
    refresh.onRead(slot, () => fetcher.inBackground(asked, entry));
    if (debug) logger.debug('Cache hit', { key: slot.id, ttl: secondsLeft(entry, slot.policy, clock.now()) });
    return freshRead(entry);
  }

  async function write(
    namespace: CacheNamespace,
    values: Parameters<MarketCache['write']>[1],
  ): Promise<void> {
    const entries = values.map(({ key, value }) => {
      const slot = slotOf(namespace, key, policies);
      return { key, slot, entry: copies.keep(slot.id, entryOf(value, clock.now()), false).entry };
    });
    for (const { slot } of entries) troubles.over(slot);
    try {
      await store.store(namespace, policies[namespace], entries);
      for (const { slot, entry } of entries) copies.keep(slot.id, entry, true);
    } catch {
      // they are served from this process while they are fresh
    }
  }

  return {
    read: async (namespace, key, load, { accept } = {}) =>
      (await read({ slot: slotOf(namespace, key, policies), load, accept })) as never,
    write,
    figures: statistics.figures,
    report: statistics.report,
    close: async () => {
      stopping.abort();
      copies.clear();
      await shared.settled();
      await statistics.close();
    },
  };
}
