import { expect, test } from '@jest/globals';
import { parseInfo } from './info.js';
import { judgeHitRate, judgeMemory, judgePersistence, judgeServer } from './judge.js';

const info = (fields: Record<string, string | number> = {}) =>
  parseInfo(
    [
      '# Server',
      ...Object.entries({
        redis_version: '7.0.15',
        used_memory: 1_048_576,
        maxmemory: 268_435_456,
        maxmemory_policy: 'volatile-lru',
        evicted_keys: 0,
        keyspace_hits: 0,
        keyspace_misses: 0,
        rdb_last_bgsave_status: 'ok',
        aof_last_write_status: 'ok',
        ...fields,
      }).map(([name, value]) => `${name}:${value}`),
    ].join('\r\n'),
    0.4,
  );
const CLI = 'redis-cli -p 6379';

test('the answer to INFO is read', () => {
  expect(info({ keyspace_hits: 7, valkey_version: '8.1.0' })).toEqual({
    product: 'Valkey',
    version: '8.1.0',
    latency_ms: 0.4,
    used_memory_bytes: 1_048_576,
    max_memory_bytes: 268_435_456,
    policy: 'volatile-lru',
    evicted_keys: 0,
    hits: 7,
    misses: 0,
    write_errors: [],
  });
});

test.each<[Record<string, string | number>, string, string, string | null]>([
  [{}, 'ok', '1 MiB of 256 MiB, volatile-lru, 0 keys evicted', null],
  [
    { maxmemory: 0, maxmemory_policy: 'noeviction' },
    'ok',
    '1 MiB, unlimited, noeviction, 0 keys evicted',
    null,
  ],
  [
    { maxmemory_policy: 'noeviction' },
    'warning',
    '1 MiB of 256 MiB, noeviction, 0 keys evicted: it refuses to write when its memory is full',
    `${CLI} CONFIG SET maxmemory-policy volatile-lru`,
  ],
  [
    { maxmemory_policy: 'allkeys-lfu', evicted_keys: 1 },
    'warning',
    '1 MiB of 256 MiB, allkeys-lfu, 1 key evicted: this policy can evict statistics and leases',
    `${CLI} CONFIG SET maxmemory-policy volatile-lru`,
  ],
  [
    { used_memory: 260_000_000 },
    'warning',
    '248 MiB of 256 MiB, volatile-lru, 0 keys evicted: nearly full',
    `Give it more: ${CLI} CONFIG SET maxmemory 536870912`,
  ],
])('memory %j', (fields, status, text, remedy) => {
  const { values: _, ...told } = judgeMemory(info(fields), CLI);
  expect(told).toEqual({ id: 'redis.memory', status, text, remedy });
});

test.each([
  [500, 499, 'ok', 'too few reads to judge (999 of 1000)', null],
  [600, 400, 'ok', '60 % of 1000 reads', 0.6],
  [599, 401, 'warning', '59.9 % of 1000 reads', 0.599],
])('%d hits and %d misses', (hits, misses, status, text, rate) => {
  expect(judgeHitRate(info({ keyspace_hits: hits, keyspace_misses: misses }))).toEqual({
    id: 'redis.hit_rate',
    status,
    text,
    remedy: status === 'ok' ? null : 'Give the cache more memory (maxmemory) or its entries a longer life.',
    values: { hits, misses, hit_rate: rate },
  });
});

test('what could not be written to the disk is named', () => {
  expect(
    judgePersistence(info({ rdb_last_bgsave_status: 'err', aof_last_write_status: 'err' }), CLI),
  ).toEqual({
    id: 'redis.persistence',
    status: 'failed',
    text: 'failed to write: snapshot, append-only file',
    remedy: 'Make room on its disk and look at its log; then redis-cli -p 6379 INFO persistence',
    values: { write_errors: ['snapshot', 'append-only file'] },
  });
});

test.each([
  [{ redis_version: '5.0.14' }, 0.4, 'failed'],
  [{}, 100, 'warning'],
  [{}, 99, 'ok'],
])('a server %j that answers in %d ms', (fields, latency, status) => {
  expect(judgeServer({ ...info(fields), latency_ms: latency }, 'db:6379', CLI).status).toBe(status);
});

test('the remedy for a slow server names the port that it has', () => {
  expect(judgeServer({ ...info(), latency_ms: 100 }, 'db:6380', 'redis-cli -p 6380').remedy).toBe(
    'See what holds it up: redis-cli -p 6380 SLOWLOG GET 10, then redis-cli -p 6380 --latency',
  );
});
