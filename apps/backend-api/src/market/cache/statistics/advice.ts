import type { CacheReport } from '@neuratrade/api-contracts';
import { NAMESPACES } from '../namespaces.js';
import { MINIMUM_REQUESTS } from './judge.js';

type Section = CacheReport['caches'][number];
type Redis = CacheReport['redis'];

const NEARLY_FULL = 0.95;

/** What to do about a report, in whole sentences; the most urgent first. */
export function adviceFor({
  total,
  caches,
  redis,
}: Pick<CacheReport, 'total' | 'caches' | 'redis'>): string[] {
  return [
    ...aboutRedis(redis),
    ...caches.flatMap((cache) => aboutCache(cache, redis)),
    ...(total.judgement === 'too_few'
      ? [`Fewer than ${MINIMUM_REQUESTS} requests in this time: too few to judge, and no alarm.`]
      : []),
  ];
}

function aboutRedis({ status, used_memory_bytes: used, max_memory_bytes: max, policy }: Redis): string[] {
  if (status !== 'ok' && used === null) {
    return [
      `Redis cannot be asked (${status}): the counts are only what this process has not stored yet. Run neuratrade doctor.`,
    ];
  }
  const advice: string[] = [];
  if (status !== 'ok') {
    const remedy = status === 'out of memory' ? '' : ' REDIS_URL must name one that takes writes.';
    advice.push(
      `Redis answers but takes no writes (${status}): nothing new is cached for the other replicas, and counts wait to be stored.${remedy}`,
    );
  }
  if (policy?.startsWith('allkeys')) {
    advice.push(
      `Redis may drop statistics and locks under maxmemory-policy ${policy}: use volatile-lru (redis-cli CONFIG SET maxmemory-policy volatile-lru).`,
    );
  }
  if (isPressed(used, max)) {
    const consequence =
      policy === 'noeviction'
        ? 'refuses writes then: give it more memory, or maxmemory-policy volatile-lru'
        : 'drops entries early: give it more memory';
    advice.push(`Redis has almost reached its maxmemory and ${consequence}.`);
  }
  return advice;
}

function aboutCache(cache: Section, redis: Redis): string[] {
  const { namespace, judgement, size, max_entries: limit, evictions, hits, misses } = cache;
  if (judgement !== 'poor') return [];
  const { variable } = NAMESPACES[namespace];
  const rate = `${namespace}: only ${Math.floor((hits / (hits + misses)) * 100)} % of requests were hits`;
  if (size >= limit * NEARLY_FULL) {
    return [`${rate}, and the cache is full (${size} of ${limit}): raise ${variable}_MAX_ENTRIES.`];
  }
  if (evictions > 0 && isPressed(redis.used_memory_bytes, redis.max_memory_bytes)) {
    return [`${rate} while Redis drops entries for memory: raise its maxmemory.`];
  }
  if (hits + size + evictions === 0) {
    return [
      `${rate}, and nothing was ever kept: what was asked for could not be fetched. Run neuratrade doctor.`,
    ];
  }
  const longer =
    cache.fresh_ms * 2 > cache.ttl_ms
      ? `raise ${variable}_FRESH_MS (now ${cache.fresh_ms}) and ${variable}_TTL_S (now ${cache.ttl_ms / 1_000})`
      : `raise ${variable}_FRESH_MS (now ${cache.fresh_ms})`;
  return [
    `${rate}: entries go stale before they are read again, or exchanges did not answer. If older prices will do, ${longer}; symbols that are read often belong on the WATCHLIST.`,
  ];
}

function isPressed(used: number | null, max: number | null): boolean {
  return used !== null && max !== null && max > 0 && used >= max * NEARLY_FULL;
}
