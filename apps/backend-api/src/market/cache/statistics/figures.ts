import { CACHE_NAMESPACES } from '@neuratrade/api-contracts';
import type { CacheStats } from '@neuratrade/health-contracts';
import type { CacheFigures } from '../cache.js';
import type { Field } from './counter.js';

const PER_NAMESPACE = 4;

/** The figures as Redis answers them: hits, misses, evictions and size of each cache, one after the other. */
export function readStats(answer: unknown): CacheStats {
  const numbers = (answer as string[]).map(Number);
  const stats = CACHE_NAMESPACES.map((namespace, index) => {
    const [hits = 0, misses = 0, evictions = 0, size = 0] = numbers.slice(index * PER_NAMESPACE);
    return [namespace, { size, hits, misses, evictions }] as const;
  });
  return Object.fromEntries(stats) as unknown as CacheStats;
}

/** The part of requests that were hits, two decimals; 0 without requests. */
function hitRate(hits: number, misses: number): number {
  return hits + misses === 0 ? 0 : Math.round((hits / (hits + misses)) * 100) / 100;
}

/** The figures of `/health`: what all replicas share and what this process counted since; the metrics are the sum of the caches. */
export function figuresOf(shared: CacheStats, unconfirmed: (field: Field) => number): CacheFigures {
  const stats = CACHE_NAMESPACES.map((namespace) => {
    const { size, hits, misses, evictions } = shared[namespace];
    return [
      namespace,
      {
        size,
        hits: hits + unconfirmed(`${namespace}/hits`),
        misses: misses + unconfirmed(`${namespace}/misses`),
        evictions,
      },
    ] as const;
  });
  const hits = stats.reduce((sum, [, cache]) => sum + cache.hits, 0);
  const misses = stats.reduce((sum, [, cache]) => sum + cache.misses, 0);
  return {
    cache_metrics: { hit_rate: hitRate(hits, misses), total_requests: hits + misses, hits, misses },
    cache_stats: Object.fromEntries(stats) as unknown as CacheStats,
  };
}
