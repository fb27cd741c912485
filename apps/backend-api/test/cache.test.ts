import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createCleanup, eventually, startRedis, type TestServer } from '@neuratrade/test-kit';
import type { Redis } from 'ioredis';
import { EXCHANGE_FAILED, LASTING, NOT_FOUND, openCache, operator, QUICK, upstream } from './cache-rig.js';

const cleanup = createCleanup();
let server: TestServer;
let redis: Redis;

beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server.stop());
beforeEach(async () => {
  redis = operator(cleanup, server);
  await redis.flushall();
});
afterEach(cleanup.run);

const BTC = ['ticker', 'binance:BTC/USDT'] as const;
const ENTRY = 'neuratrade:cache:ticker:binance:BTC/USDT';
const NO_TICKERS = { size: 0, hits: 0, misses: 0, evictions: 0 };

const ready = async (policy = QUICK) => {
  const cache = openCache(cleanup, server.url, policy);
  await cache.connected();
  return cache;
};
const stored = () => eventually(async () => expect(await redis.exists(ENTRY)).toBe(1));

describe('a read', () => {
  test('fetches what is not there, stores it as JSON with a TTL, and is answered by that while it is fresh', async () => {
    const cache = await ready(LASTING);
    const exchange = upstream();
    const first = await cache.read(...BTC, exchange.load);
    await stored();
    const before = Date.now();
    const second = await cache.read(...BTC, exchange.load);
    const { fetchedAt } = first;
    expect(first).toEqual({
      value: { asked: 1 },
      text: '{"asked":1}',
      fetchedAt: expect.any(Number),
      stale: false,
    });
    expect(second).toEqual(first);
    expect(JSON.parse((await redis.get(ENTRY)) ?? '')).toEqual({
      as_of: `${new Date(fetchedAt).toISOString().slice(0, 19)}Z`,
      fetched_at: fetchedAt,
      value: { asked: 1 },
    });
    const ttl = await redis.pttl(ENTRY);
    expect([ttl > 50_000, ttl <= 60_000]).toEqual([true, true]);
    expect(cache.lines.filter(({ level }) => level === 'debug')).toEqual([
      {
        level: 'debug',
        msg: 'Cache hit',
        fields: { key: 'ticker:binance:BTC/USDT', ttl: Math.floor((fetchedAt + 60_000 - before) / 1_000) },
      },
    ]);
    expect(cache.figures()).toEqual({
      cache_metrics: { hit_rate: 0.5, total_requests: 2, hits: 1, misses: 1 },
      cache_stats: {
        market_data: NO_TICKERS,
        orderbook: NO_TICKERS,
        ticker: expect.objectContaining({ hits: 1, misses: 1, evictions: 0 }),
      },
    });
  });

  test('of another replica is answered by what the first one fetched', async () => {
    const [one, other] = [await ready(LASTING), await ready(LASTING)];
    const exchange = upstream();
    const first = await one.read(...BTC, exchange.load);
    await stored();
    expect(await other.read(...BTC, exchange.load)).toEqual(first);
    expect(exchange.asked).toBe(1);
  });

  test('a thousand times at once asks the exchange once', async () => {
    const cache = await ready();
    const exchange = upstream();
    exchange.delayMs = 50;
    const reads = await Promise.all(Array.from({ length: 1_000 }, () => cache.read(...BTC, exchange.load)));
    expect(new Set(reads.map(({ text }) => text))).toEqual(new Set(['{"asked":1}']));
    expect(exchange.asked).toBe(1);
    expect(cache.figures().cache_stats.ticker).toEqual(expect.objectContaining({ hits: 0, misses: 1_000 }));
  });

  test('sees within a second or so that an entry was deleted in Redis', async () => {
    const cache = await ready(LASTING);
    const exchange = upstream();
    await cache.read(...BTC, exchange.load);
    await stored();
    await redis.del(ENTRY);
    const { value } = await eventually(async () => {
      const read = await cache.read(...BTC, exchange.load);
      expect(read.value).toEqual({ asked: 2 });
      return read;
    });
    expect(value).toEqual({ asked: 2 });
  });

  test('of what was written ahead is a hit, and writing counts nothing', async () => {
    const [writer, reader] = [await ready(LASTING), await ready(LASTING)];
    await writer.write('ticker', [
      { key: 'binance:BTC/USDT', value: { last: '46000' } },
      { key: 'okx:BTC/USDT', value: { last: '46001' } },
    ]);
    const exchange = upstream();
    const reads = await Promise.all(
      ['binance:BTC/USDT', 'okx:BTC/USDT'].map((key) => reader.read('ticker', key, exchange.load)),
    );
    expect(reads.map(({ text, stale }) => [text, stale])).toEqual([
      ['{"last":"46000"}', false],
      ['{"last":"46001"}', false],
    ]);
    expect([writer.figures().cache_metrics.total_requests, exchange.asked]).toEqual([0, 0]);
    await eventually(() =>
      expect(reader.figures().cache_stats.ticker).toEqual({ size: 2, hits: 2, misses: 0, evictions: 0 }),
    );
  });
});

describe('what Redis holds that is no entry', () => {
  test.each<[string, (redis: Redis) => Promise<unknown>]>([
    ['no JSON', (client) => client.set(ENTRY, 'nonsense')],
    ['HTML', (client) => client.set(ENTRY, '<html><body>Moved</body></html>')],
    ['other JSON', (client) => client.set(ENTRY, '{"a":1}')],
    ['an entry cut short', (client) => client.set(ENTRY, entryText('{"asked":7}').slice(0, -5))],
    ['a value of another shape', (client) => client.set(ENTRY, entryText('"old"'))],
    ['an entry of next year', (client) => client.set(ENTRY, entryText('{"asked":7}', Date.now() + 3e10))],
    ['a list', (client) => client.rpush(ENTRY, 'a', 'b')],
    ['a hash', (client) => client.hset(ENTRY, { value: '1' })],
  ])('is a miss and replaced: %s', async (_, put) => {
    const cache = await ready(LASTING);
    await put(redis);
    const exchange = upstream();
    const accept = (value: unknown) => typeof value === 'object';
    const read = await cache.read(...BTC, exchange.load, { accept });
    expect([read.value, read.stale, exchange.asked]).toEqual([{ asked: 1 }, false, 1]);
    await eventually(async () =>
      expect(await redis.get(ENTRY).catch(() => '')).toContain('"value":{"asked":1}'),
    );
  });

  test('a lock that nobody will release holds nobody up for long', async () => {
    const cache = await ready();
    await redis.rpush('neuratrade:lock:cache:ticker:binance:BTC/USDT', 'nonsense');
    const started = performance.now();
    expect((await cache.read(...BTC, upstream().load)).stale).toBe(false);
    expect(performance.now() - started).toBeLessThan(3_000);
  });
});

function entryText(value: string, fetchedAt = Date.now()): string {
  return `{"as_of":"${new Date().toISOString().slice(0, 19)}Z","fetched_at":${fetchedAt},"value":${value}}`;
}

describe('an exchange that fails', () => {
  test('leaves the kept value, marked stale with the reason, and never one older than its TTL', async () => {
    const cache = await ready({ freshMs: 300, ttlMs: 1_500, maxEntries: 1_000 });
    const exchange = upstream();
    const { fetchedAt } = await cache.read(...BTC, exchange.load);
    exchange.mode = 'fails';
    await sleep(400);
    const ages: number[] = [];
    for (;;) {
      const read = await cache.read(...BTC, exchange.load).catch((error: unknown) => error);
      if (read instanceof Error) {
        expect(read).toBe(EXCHANGE_FAILED);
        break;
      }
      ages.push(Date.now() - fetchedAt);
      expect(read).toEqual({
        value: { asked: 1 },
        text: '{"asked":1}',
        fetchedAt,
        stale: true,
        staleReason: 'exchange failed',
      });
      await sleep(10);
    }
    expect(Math.max(...ages)).toBeLessThanOrEqual(1_520);
    expect(Math.max(...ages)).toBeGreaterThan(1_200);
    expect(exchange.asked).toBeLessThan(6);
    exchange.mode = 'works';
    await eventually(async () => expect((await cache.read(...BTC, exchange.load)).stale).toBe(false));
  });

  test('is asked again in the background about once a second, and its return is seen', async () => {
    const cache = await ready({ ...QUICK, ttlMs: 60_000 });
    const exchange = upstream();
    await cache.read(...BTC, exchange.load);
    exchange.mode = 'fails';
    await sleep(350);
    const end = Date.now() + 2_500;
    while (Date.now() < end) {
      expect((await cache.read(...BTC, exchange.load)).stale).toBe(true);
      await sleep(2);
    }
    expect(exchange.asked).toBeGreaterThanOrEqual(3);
    expect(exchange.asked).toBeLessThanOrEqual(5);
    exchange.mode = 'works';
    const read = await eventually(async () => {
      const now = await cache.read(...BTC, exchange.load);
      expect(now.stale).toBe(false);
      return now;
    });
    expect(read).toEqual({ ...read, value: { asked: exchange.asked }, stale: false });
  });

  test('that hangs costs only the first reader of a kept value its patience', async () => {
    const cache = await ready({ ...QUICK, ttlMs: 60_000 });
    const exchange = upstream();
    await cache.read(...BTC, exchange.load);
    exchange.mode = 'hangs';
    await sleep(350);
    const started = performance.now();
    expect(await cache.read(...BTC, exchange.load)).toEqual(
      expect.objectContaining({ value: { asked: 1 }, stale: true, staleReason: 'no answer yet' }),
    );
    expect(performance.now() - started).toBeGreaterThan(250);
    const later = performance.now();
    for (let read = 0; read < 500; read++) expect((await cache.read(...BTC, exchange.load)).stale).toBe(true);
    expect((performance.now() - later) / 500).toBeLessThan(5);
    expect(exchange.asked).toBe(2);
  });

  test('fails the readers of what is not kept, with its own error', async () => {
    const cache = await ready();
    const exchange = upstream();
    exchange.mode = 'fails';
    exchange.delayMs = 20;
    const reads = Array.from({ length: 100 }, () =>
      cache.read(...BTC, exchange.load).catch((error) => error),
    );
    expect(new Set(await Promise.all(reads))).toEqual(new Set([EXCHANGE_FAILED]));
    expect(exchange.asked).toBe(1);
  });

  test('is not covered up where it says that there is no such symbol', async () => {
    const cache = await ready({ ...QUICK, ttlMs: 60_000 });
    const exchange = upstream();
    await cache.read(...BTC, exchange.load);
    exchange.mode = 'unknown';
    await sleep(350);
    for (let read = 0; read < 3; read++) {
      await expect(cache.read(...BTC, exchange.load)).rejects.toStrictEqual(NOT_FOUND);
    }
  });

  test('for one symbol leaves the readers of its other symbols waiting for nothing', async () => {
    const cache = await ready({ ...QUICK, ttlMs: 60_000 });
    const exchange = upstream();
    const keys = Array.from({ length: 50 }, (_, n) => `binance:C${n}/USDT`);
    await Promise.all(keys.map((key) => cache.read('ticker', key, exchange.load)));
    exchange.mode = 'hangs';
    await sleep(350);
    await cache.read('ticker', keys[0] ?? '', exchange.load);
    const started = performance.now();
    const reads = await Promise.all(keys.map((key) => cache.read('ticker', key, exchange.load)));
    expect(performance.now() - started).toBeLessThan(200);
    expect(reads.every(({ stale }) => stale)).toBe(true);
  });
});

describe('a hot key', () => {
  test('is fetched again before it goes stale, so that nobody waits; one that nobody reads is left alone', async () => {
    const cache = await ready({ freshMs: 1_000, ttlMs: 60_000, maxEntries: 1_000 });
    const exchange = upstream();
    await cache.read(...BTC, exchange.load);
    exchange.delayMs = 100;
    const end = Date.now() + 3_500;
    while (Date.now() < end) {
      expect((await cache.read(...BTC, exchange.load)).stale).toBe(false);
      await sleep(10);
    }
    const { hits, misses } = cache.figures().cache_stats.ticker;
    expect([misses, hits > 150]).toEqual([1, true]);
    expect([exchange.asked >= 4, exchange.asked <= 6]).toEqual([true, true]);
    await sleep(1_500);
    const quiet = exchange.asked;
    await sleep(2_000);
    expect(exchange.asked).toBe(quiet);
  }, 20_000);

  test('of several replicas is fetched by one of them', async () => {
    const policy = { freshMs: 1_000, ttlMs: 60_000, maxEntries: 1_000 };
    const caches = await Promise.all([ready(policy), ready(policy), ready(policy)]);
    const exchange = upstream();
    exchange.delayMs = 20;
    const end = Date.now() + 4_000;
    while (Date.now() < end) {
      await Promise.all(caches.map((cache) => cache.read(...BTC, exchange.load)));
      await sleep(20);
    }
    expect(exchange.asked).toBeLessThanOrEqual(7);
  }, 20_000);
});
