import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createCleanup, eventually, startRedis, type TestServer } from '@neuratrade/test-kit';
import type { Redis } from 'ioredis';
import type { MarketCache } from '../src/market/cache/cache.js';
import { LASTING, openCache, operator } from './cache-rig.js';

const cleanup = createCleanup();
let server: TestServer;
let redis: Redis;

beforeEach(async () => {
  server = cleanup.use(await startRedis());
  redis = operator(cleanup, server);
});
afterEach(cleanup.run);

const PATIENT = { timeoutMs: 20_000, everyMs: 100 };

async function connected(policy = LASTING): Promise<MarketCache> {
  const cache = openCache(cleanup, server.url, policy);
  await eventually(async () => expect(await redis.exists('neuratrade:lock:cache-sweep')).toBe(1));
  return cache;
}

/** Writes so many order books, each of about `bytes`. */
async function fill(cache: MarketCache, count: number, bytes = 10): Promise<void> {
  const entries = Array.from({ length: count }, (_, n) => ({
    key: `binance:C${n}/USDT`,
    value: 'x'.repeat(bytes),
  }));
  await cache.write('orderbook', entries);
}

const entriesLeft = async () => (await redis.keys('neuratrade:cache:orderbook:*')).length;

test('entries that expire count as evictions, each once', async () => {
  const cache = await connected({ ...LASTING, freshMs: 1_000, ttlMs: 2_000 });
  await fill(cache, 5_000);
  await eventually(() => expect(cache.figures().cache_stats.orderbook.size).toBe(5_000));
  await eventually(
    () =>
      expect(cache.figures().cache_stats.orderbook).toEqual({
        size: 0,
        hits: 0,
        misses: 0,
        evictions: 5_000,
      }),
    PATIENT,
  );
  await fill(cache, 300);
  await eventually(
    () =>
      expect(cache.figures().cache_stats.orderbook).toEqual({
        size: 0,
        hits: 0,
        misses: 0,
        evictions: 5_300,
      }),
    PATIENT,
  );
}, 40_000);

test('entries that are replaced before they expire are no evictions', async () => {
  const cache = await connected();
  for (let round = 0; round < 5; round++) await fill(cache, 500);
  await eventually(() =>
    expect(cache.figures().cache_stats.orderbook).toEqual({ size: 500, hits: 0, misses: 0, evictions: 0 }),
  );
});

test('the entries that are nearest to their expiry leave when a cache is over its limit', async () => {
  const cache = await connected({ ...LASTING, maxEntries: 200 });
  await fill(cache, 1_000);
  await eventually(() =>
    expect(cache.figures().cache_stats.orderbook).toEqual({ size: 200, hits: 0, misses: 0, evictions: 800 }),
  );
  expect(await entriesLeft()).toBe(200);
  expect(await redis.exists('neuratrade:cache:orderbook:binance:C999/USDT')).toBe(1);
});

test('entries that Redis drops for memory count within 1 %', async () => {
  const cache = await connected();
  const used = Number(/used_memory:(\d+)/.exec(await redis.info('memory'))?.[1]);
  await redis.config('SET', 'maxmemory', String(used + 6_000_000));
  for (let part = 0; part < 8; part++) {
    const entries = Array.from({ length: 1_000 }, (_, n) => ({
      key: `binance:C${part}-${n}/USDT`,
      value: 'x'.repeat(1_500),
    }));
    await cache.write('orderbook', entries);
  }
  await eventually(async () => {
    const evicted = 8_000 - (await entriesLeft());
    expect(evicted).toBeGreaterThan(2_000);
    const { size, evictions } = cache.figures().cache_stats.orderbook;
    expect([Math.abs(evictions - evicted) / evicted < 0.01, size + evictions]).toEqual([true, 8_000]);
  }, PATIENT);
}, 40_000);

test('an entry that an operator deletes has left too', async () => {
  const cache = await connected();
  await fill(cache, 10);
  await redis.del('neuratrade:cache:orderbook:binance:C1/USDT', 'neuratrade:cache:orderbook:binance:C2/USDT');
  await eventually(() =>
    expect(cache.figures().cache_stats.orderbook).toEqual({ size: 8, hits: 0, misses: 0, evictions: 2 }),
  );
});

test('the same entry is counted once, whichever replica sweeps', async () => {
  const policy = { ...LASTING, freshMs: 300, ttlMs: 1_000 };
  const [cache, other] = [await connected(policy), await connected(policy)];
  for (let round = 0; round < 3; round++) {
    await Promise.all([fill(cache, 200), fill(other, 200)]);
    await eventually(async () => expect(await entriesLeft()).toBe(0));
  }
  for (const { figures } of [cache, other]) {
    await eventually(() =>
      expect(figures().cache_stats.orderbook).toEqual(expect.objectContaining({ evictions: 600 })),
    );
  }
}, 20_000);

test('figures of hours that are older than 30 days are dropped', async () => {
  const hour = Math.floor(Date.now() / 3_600_000);
  const kept = `${hour - 700}/ticker/hits`;
  await redis.hset('neuratrade:stats:cache:hours', { [`${hour - 800}/ticker/hits`]: '5', [kept]: '7' });
  await redis.hset('neuratrade:stats:cache:writers', { gone: `3 ${Date.now() - 31 * 86_400_000}` });
  await connected();
  await eventually(async () => {
    expect(await redis.hgetall('neuratrade:stats:cache:hours')).toEqual({ [kept]: '7' });
    expect(await redis.exists('neuratrade:stats:cache:writers')).toBe(0);
  });
});
