import type { BackendHealth } from '@neuratrade/health-contracts';

const EMPTY = { size: 0, hits: 0, misses: 0, evictions: 0 };

/** The figures of caches that do not exist yet: nothing was asked of them, so every count is truly zero. */
export function noCaches(): Pick<BackendHealth, 'cache_metrics' | 'cache_stats'> {
  return {
    cache_metrics: { hit_rate: 0, total_requests: 0, hits: 0, misses: 0 },
    cache_stats: { market_data: EMPTY, orderbook: EMPTY, ticker: EMPTY },
  };
}
