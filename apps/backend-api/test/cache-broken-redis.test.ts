import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  createCleanup,
  eventually,
  faultyHttp,
  freePort,
  startRedis,
  type TestServer,
  tcpProxy,
} from '@neuratrade/test-kit';
import type { Redis } from 'ioredis';
import type { MarketCache } from '../src/market/cache/cache.js';
import { LASTING, type Line, openCache, operator, percentile, QUICK, upstream } from './cache-rig.js';

const cleanup = createCleanup();
let server: TestServer;
let redis: Redis;

beforeEach(async () => {
  server = cleanup.use(await startRedis());
  redis = operator(cleanup, server);
});
afterEach(cleanup.run);

const BTC = ['ticker', 'binance:BTC/USDT'] as const;
const TOTALS = 'neuratrade:stats:cache:totals';
const warnings = ({ lines }: { lines: Line[] }) =>
  lines.filter(({ level }) => level === 'warn' || level === 'info').map(({ msg, fields }) => [msg, fields]);

/** A cache that has read its key once, with the value in Redis. */
async function warm(policy = QUICK, url = server.url) {
  const cache = openCache(cleanup, url, policy);
  await cache.connected();
  const exchange = upstream();
  await eventually(async () => {
    await cache.read(...BTC, exchange.load);
    expect(await redis.exists('neuratrade:cache:ticker:binance:BTC/USDT')).toBe(1);
  });
  exchange.asked = 0;
  return { cache, exchange };
}

/** Reads from many callers at once for a time; how long each read took, in milliseconds. */
async function underLoad(cache: MarketCache, ms: number, load: (signal: AbortSignal) => Promise<unknown>) {
  const took: number[] = [];
  const end = performance.now() + ms;
  const caller = async (): Promise<void> => {
    while (performance.now() < end) {
      const started = performance.now();
      await cache.read(...BTC, load);
      took.push(performance.now() - started);
      await sleep(2);
    }
  };
  await Promise.all(Array.from({ length: 50 }, caller));
  return took;
}

describe('Redis that hangs', () => {
  test('fails no reader of a hot key, holds them up for a moment at most, and is used again afterwards', async () => {
    const { cache, exchange } = await warm();
    await underLoad(cache, 300, exchange.load);
    await server.freeze();
    const first = await underLoad(cache, 1_500, exchange.load);
    const later = await underLoad(cache, 1_500, exchange.load);
    expect(percentile(first, 0.99)).toBeLessThan(1_300);
    expect(percentile(later, 0.99)).toBeLessThan(50);
    await server.thaw();
    await eventually(() =>
      expect(warnings(cache)).toEqual([
        ['Going on without Redis', { error: 'connection timeout' }],
        ['Redis is used again', undefined],
      ]),
    );
    const { hits, misses } = cache.figures().cache_stats.ticker;
    await eventually(async () =>
      expect(await redis.hmget(TOTALS, 'ticker/hits', 'ticker/misses')).toEqual([
        String(hits),
        String(misses),
      ]),
    );
  }, 20_000);

  test('costs readers of cold keys one command timeout in all, and the next ones nothing', async () => {
    const { cache } = await warm();
    await server.freeze();
    const started = performance.now();
    const cold = Array.from({ length: 200 }, (_, n) =>
      cache.read('ticker', `okx:C${n}/USDT`, upstream().load),
    );
    expect((await Promise.all(cold)).every(({ stale }) => !stale)).toBe(true);
    expect(performance.now() - started).toBeLessThan(1_600);
    const again = performance.now();
    await Promise.all(
      Array.from({ length: 200 }, (_, n) => cache.read('ticker', `okx:D${n}/USDT`, upstream().load)),
    );
    expect(performance.now() - again).toBeLessThan(200);
    await server.thaw();
  }, 20_000);

  test('gets no pile of commands while it hangs', async () => {
    const { cache, exchange } = await warm();
    await server.freeze();
    await underLoad(cache, 3_500, exchange.load);
    const before = Number(/total_commands_processed:(\d+)/.exec(await thawed())?.[1]);
    expect(before).toBeLessThan(400);

    async function thawed(): Promise<string> {
      await server.thaw();
      return redis.info('stats');
    }
  }, 20_000);

  test('behind a line that lost the connection is reached by a new one', async () => {
    const proxy = cleanup.use(await tcpProxy(server.port));
    const { cache, exchange } = await warm(QUICK, `redis://127.0.0.1:${proxy.port}`);
    proxy.swallow();
    await underLoad(cache, 1_500, exchange.load);
    await proxy.resume();
    await eventually(() => expect(warnings(cache).at(-1)).toEqual(['Redis is used again', undefined]), {
      timeoutMs: 10_000,
    });
  }, 20_000);
});

describe('Redis that is gone', () => {
  test('is missed by nobody: fresh copies are fresh, and then the exchange is asked', async () => {
    const { cache, exchange } = await warm(LASTING);
    await server.kill();
    await eventually(() => expect(warnings(cache)).toHaveLength(1));
    for (let read = 0; read < 20; read++) {
      expect(await cache.read(...BTC, exchange.load)).toEqual(expect.objectContaining({ stale: false }));
    }
    expect(exchange.asked).toBe(0);
    const other = upstream();
    const cold = await Promise.all(
      Array.from({ length: 100 }, () => cache.read('ticker', 'okx:BTC/USDT', other.load)),
    );
    expect([new Set(cold.map(({ text }) => text)), other.asked]).toEqual([new Set(['{"asked":1}']), 1]);
    await server.up();
    await eventually(() => expect(warnings(cache).at(-1)).toEqual(['Redis is used again', undefined]));
  }, 20_000);

  test('leaves copies marked stale while the exchange fails too', async () => {
    const { cache, exchange } = await warm();
    await server.kill();
    exchange.mode = 'fails';
    await sleep(400);
    expect(await cache.read(...BTC, exchange.load)).toEqual(
      expect.objectContaining({ stale: true, staleReason: 'exchange failed' }),
    );
  });

  test('at the start is found when it comes', async () => {
    await server.kill();
    const cache = openCache(cleanup, server.url);
    const exchange = upstream();
    expect((await cache.read(...BTC, exchange.load)).stale).toBe(false);
    await server.up();
    await eventually(() =>
      expect(cache.figures().cache_stats.ticker).toEqual({ size: 0, hits: 0, misses: 1, evictions: 0 }),
    );
    await eventually(async () => {
      await cache.read(...BTC, exchange.load);
      expect(await redis.exists('neuratrade:cache:ticker:binance:BTC/USDT')).toBe(1);
    });
    expect(warnings(cache)).toEqual([
      ['Going on without Redis', { error: 'connection refused' }],
      ['Redis is used again', undefined],
    ]);
  }, 20_000);
});

describe('Redis that answers, but', () => {
  const readOf = async (cache: MarketCache) => {
    const exchange = upstream();
    const started = performance.now();
    const reads = await Promise.all(Array.from({ length: 50 }, () => cache.read(...BTC, exchange.load)));
    expect(new Set(reads.map(({ text, stale }) => `${text} ${stale}`))).toEqual(
      new Set(['{"asked":1} false']),
    );
    expect([exchange.asked, performance.now() - started < 1_500]).toEqual([1, true]);
  };

  test('is full serves from memory and counts on', async () => {
    const cache = openCache(cleanup, server.url, LASTING);
    await cache.connected();
    await redis.config('SET', 'maxmemory', '1');
    await eventually(async () =>
      expect((await redis.set('x', 'y').catch(String)).toString()).toContain('OOM'),
    );
    await readOf(cache);
    await sleep(1_200);
    await readFromCopy(cache);
    expect((await cache.report(1)).redis.status).toBe('out of memory');
    await redis.config('SET', 'maxmemory', '0');
    await eventually(async () =>
      expect(await redis.hmget(TOTALS, 'ticker/hits', 'ticker/misses')).toEqual(['1', '50']),
    );
  });

  async function readFromCopy(cache: MarketCache): Promise<void> {
    const exchange = upstream();
    expect([(await cache.read(...BTC, exchange.load)).text, exchange.asked]).toEqual(['{"asked":1}', 0]);
  }

  test('takes no writes', async () => {
    await redis.replicaof('127.0.0.1', await freePort());
    const cache = openCache(cleanup, server.url, LASTING);
    await cache.connected();
    await readOf(cache);
    await eventually(() =>
      expect(warnings(cache)).toContainEqual([
        'Cache statistics wait: Redis takes no writes',
        { error: 'read-only replica' },
      ]),
    );
    expect((await cache.report(1)).redis.status).toBe('read-only replica');
    await redis.replicaof('NO', 'ONE');
    await eventually(async () => expect(await redis.hget(TOTALS, 'ticker/misses')).toBe('50'));
    expect((await cache.report(1)).redis.status).toBe('ok');
  }, 20_000);

  test('is a web server', async () => {
    const web = cleanup.use(await faultyHttp({ body: '<html>' }));
    const cache = openCache(cleanup, `redis://127.0.0.1:${web.port}`, LASTING);
    await readOf(cache);
    await readFromCopy(cache);
    await eventually(() =>
      expect(warnings(cache)).toEqual([['Going on without Redis', { error: 'unexpected answer' }]]),
    );
  });

  test('wants a password', async () => {
    await redis.config('SET', 'requirepass', 'another');
    const cache = openCache(cleanup, server.url, LASTING);
    await sleep(200);
    await readOf(cache);
  });

  test('is nowhere', async () => {
    const cache = openCache(cleanup, `redis://127.0.0.1:${await freePort()}`, LASTING);
    await readOf(cache);
    await readFromCopy(cache);
  });

  test('was emptied: counts begin anew, and entries are fetched again', async () => {
    const { cache } = await warm(LASTING);
    await eventually(() => expect(cache.figures().cache_stats.ticker.size).toBe(1));
    await redis.flushall();
    await eventually(() =>
      expect(cache.figures().cache_stats.ticker).toEqual({ size: 0, hits: 0, misses: 0, evictions: 0 }),
    );
    await readOf(cache);
    await eventually(() =>
      expect(cache.figures().cache_stats.ticker).toEqual({ size: 1, hits: 0, misses: 50, evictions: 0 }),
    );
  }, 20_000);

  test('has nonsense where the statistics are: they begin anew', async () => {
    const { cache } = await warm(LASTING);
    await eventually(async () => expect(await redis.hget(TOTALS, 'ticker/hits')).not.toBeNull());
    for (const key of ['totals', 'hours', 'writers', 'index:ticker']) {
      await redis.set(`neuratrade:stats:cache:${key}`, 'nonsense');
    }
    await readFromCopy(cache);
    await eventually(() =>
      expect(cache.figures().cache_stats.ticker).toEqual({ size: 0, hits: 1, misses: 0, evictions: 0 }),
    );
    await redis.hset(TOTALS, 'ticker/hits', '-7', 'ticker/misses', 'many');
    await readFromCopy(cache);
    await eventually(() =>
      expect(cache.figures().cache_stats.ticker).toEqual({ size: 0, hits: 1, misses: 0, evictions: 0 }),
    );
  }, 20_000);
});
