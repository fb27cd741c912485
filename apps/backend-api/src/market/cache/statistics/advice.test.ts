import { expect, test } from '@jest/globals';
import type { CacheReport } from '@neuratrade/api-contracts';
import { adviceFor } from './advice.js';
import { judge } from './judge.js';

const OK: CacheReport['redis'] = {
  status: 'ok',
  used_memory_bytes: 10,
  max_memory_bytes: 100,
  policy: 'volatile-lru',
};
const KEPT = { size: 5, max_entries: 1_000, fresh_ms: 5_000, ttl_ms: 300_000 };

const advice = (
  asked: { hits: number; misses: number; evictions?: number },
  kept: Partial<typeof KEPT> = {},
  redis: Partial<CacheReport['redis']> = {},
): string[] => {
  const judged = judge({ evictions: 0, ...asked });
  return adviceFor({
    total: judged,
    caches: [{ namespace: 'orderbook', ...judged, ...KEPT, ...kept }],
    redis: { ...OK, ...redis },
  });
};

test.each([
  [0, 0, null, 'too_few'],
  [99, 0, 1, 'too_few'],
  [0, 100, 0, 'poor'],
  [599, 401, 0.6, 'poor'],
  [600, 400, 0.6, 'fair'],
  [800, 200, 0.8, 'fair'],
  [801, 199, 0.8, 'healthy'],
  [1_000, 0, 1, 'healthy'],
])('%i hits and %i misses are a rate of %p and %s', (hits, misses, hit_rate, judgement) => {
  expect(judge({ hits, misses, evictions: 3 })).toEqual({
    ...{ requests: hits + misses, hits, misses, evictions: 3, hit_rate, judgement },
  });
});

test('what does well needs no advice', () => {
  expect(advice({ hits: 900, misses: 100, evictions: 5_000 }, { size: 1_000 })).toEqual([]);
});

test('no requests are no alarm', () => {
  expect(advice({ hits: 0, misses: 3 })).toEqual([
    'Fewer than 100 requests in this time: too few to judge, and no alarm.',
  ]);
});

test.each([
  [
    'a fresh time that is too short',
    {},
    {},
    [
      'orderbook: only 10 % of requests were hits: entries go stale before they are read again, or exchanges did not answer. If older prices will do, raise CACHE_ORDERBOOK_FRESH_MS (now 5000); symbols that are read often belong on the WATCHLIST.',
    ],
  ],
  [
    'a fresh time that its TTL bounds',
    { ttl_ms: 6_000 },
    {},
    [
      'orderbook: only 10 % of requests were hits: entries go stale before they are read again, or exchanges did not answer. If older prices will do, raise CACHE_ORDERBOOK_FRESH_MS (now 5000) and CACHE_ORDERBOOK_TTL_S (now 6); symbols that are read often belong on the WATCHLIST.',
    ],
  ],
  [
    'a limit that is reached',
    { size: 990 },
    {},
    [
      'orderbook: only 10 % of requests were hits, and the cache is full (990 of 1000): raise CACHE_ORDERBOOK_MAX_ENTRIES.',
    ],
  ],
  [
    'a Redis without room',
    {},
    { used_memory_bytes: 99 },
    [
      'Redis has almost reached its maxmemory and drops entries early: give it more memory.',
      'orderbook: only 10 % of requests were hits while Redis drops entries for memory: raise its maxmemory.',
    ],
  ],
])('a poor rate with %s says what to raise', (_, kept, redis, expected) => {
  expect(advice({ hits: 20, misses: 180, evictions: 7 }, kept, redis)).toEqual(expected);
});

test.each([
  [
    'is full and drops nothing',
    { policy: 'noeviction', used_memory_bytes: 99 },
    'Redis has almost reached its maxmemory and refuses writes then: give it more memory, or maxmemory-policy volatile-lru.',
  ],
  [
    'takes no writes',
    { status: 'read-only replica' },
    'Redis answers but takes no writes (read-only replica): nothing new is cached for the other replicas, and counts wait to be stored. REDIS_URL must name one that takes writes.',
  ],
  [
    'has no memory left',
    { status: 'out of memory' },
    'Redis answers but takes no writes (out of memory): nothing new is cached for the other replicas, and counts wait to be stored.',
  ],
  [
    'cannot be asked',
    { status: 'connection refused', used_memory_bytes: null, max_memory_bytes: null, policy: null },
    'Redis cannot be asked (connection refused): the counts are only what this process has not stored yet. Run neuratrade doctor.',
  ],
])('a Redis that %s is told of, however well the caches do', (_, redis, expected) => {
  expect(advice({ hits: 900, misses: 100 }, {}, redis)).toEqual([expected]);
});

test('a poor rate is no matter of settings where nothing could be fetched', () => {
  const poor = { hits: 0, misses: 200 };
  expect([advice(poor, { size: 0 }), advice({ ...poor, evictions: 1 }, { size: 0 })]).toEqual([
    [
      'orderbook: only 0 % of requests were hits, and nothing was ever kept: what was asked for could not be fetched. Run neuratrade doctor.',
    ],
    [expect.stringContaining('raise CACHE_ORDERBOOK_FRESH_MS')],
  ]);
});

test('a Redis that may drop statistics is told of, however well the caches do', () => {
  expect(advice({ hits: 900, misses: 100 }, {}, { policy: 'allkeys-lru' })).toEqual([
    'Redis may drop statistics and locks under maxmemory-policy allkeys-lru: use volatile-lru (redis-cli CONFIG SET maxmemory-policy volatile-lru).',
  ]);
});
