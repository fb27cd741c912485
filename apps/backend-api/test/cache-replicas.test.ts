import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  createCleanup,
  eventually,
  type FaultyHttp,
  faultyHttp,
  startRedis,
  type TestServer,
  tcpProxy,
} from '@neuratrade/test-kit';
import type { Redis } from 'ioredis';
import { type CacheProcess, startCacheProcess } from './cache-process.js';
import { LASTING, operator } from './cache-rig.js';

const cleanup = createCleanup();
let server: TestServer;
let redis: Redis;
let exchange: FaultyHttp;

beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server.stop());
beforeEach(async () => {
  redis = operator(cleanup, server);
  await redis.flushall();
  exchange = cleanup.use(await faultyHttp({ body: { last: '46000' }, delayMs: 100 }));
});
afterEach(cleanup.run);

const KEY = 'binance:BTC/USDT';

async function replicas(count: number, policy = LASTING, url = server.url): Promise<CacheProcess[]> {
  const started = await Promise.all(
    Array.from({ length: count }, () => startCacheProcess({ redis: url, upstream: exchange.url, policy })),
  );
  for (const process of started) cleanup.add(process.kill);
  return started;
}

const totals = async () => {
  const [hits, misses] = await redis.hmget('neuratrade:stats:cache:totals', 'ticker/hits', 'ticker/misses');
  return { hits: Number(hits), misses: Number(misses) };
};

describe('a thousand readers of one cold key', () => {
  test.each([1, 3])('ask the exchange once, with %i replicas', async (count) => {
    const caches = await replicas(count);
    const times = Math.ceil(1_000 / count);
    const answers = await Promise.all(caches.map((cache) => cache.read({ key: KEY, times })));
    expect(answers).toEqual(caches.map(() => ['{"last":"46000"}']));
    expect(exchange.requests()).toBe(1);
  });

  test('learn of the one attempt that fails, which is not repeated by each replica', async () => {
    const caches = await replicas(3);
    exchange.set({ status: 502, delayMs: 100 });
    const answers = await Promise.all(caches.map((cache) => cache.read({ key: KEY, times: 300 })));
    expect(answers).toEqual(caches.map(() => ['exchange_failed']));
    expect(exchange.requests()).toBe(1);
  });

  test('wait two seconds at most when the replica that fetches is killed', async () => {
    const [owner, other] = (await replicas(2)) as [CacheProcess, CacheProcess];
    exchange.set({ delayMs: Number.POSITIVE_INFINITY });
    void owner.read({ key: KEY, times: 10 });
    await eventually(() => expect(exchange.requests()).toBe(1));
    exchange.set({ body: { last: '46001' } });
    const waiting = other.read({ key: KEY, times: 10 });
    await sleep(100);
    await owner.kill();
    const killed = performance.now();
    expect(await waiting).toEqual(['{"last":"46001"}']);
    expect(performance.now() - killed).toBeLessThan(2_600);
    expect(exchange.requests()).toBe(2);
  }, 20_000);

  test('wait for an exchange that takes longer than the lock lasts, and ask it once', async () => {
    const caches = await replicas(3);
    exchange.set({ body: { last: '1' }, delayMs: 3_000 });
    const answers = await Promise.all(caches.map((cache) => cache.read({ key: KEY, times: 10 })));
    expect([answers, exchange.requests()]).toEqual([caches.map(() => ['{"last":"1"}']), 1]);
  }, 20_000);
});

describe('the statistics of several replicas', () => {
  test('are exact after thousands of concurrent reads, over restarts, and the same in each', async () => {
    let asked = 0;
    let caches = await replicas(2);
    for (let round = 0; round < 3; round++) {
      const keys = ['binance:A/USDT', 'binance:B/USDT', `okx:${round}/USDT`];
      await Promise.all(
        caches.flatMap((cache) => keys.map((key) => cache.read({ key, times: 400 }).then(() => sleep(5)))),
      );
      await Promise.all(caches.flatMap((cache) => keys.map((key) => cache.read({ key, times: 200 }))));
      asked += 2 * 3 * 600;
      const [first] = caches;
      await first?.close();
      caches = [...caches.slice(1), ...(await replicas(1))];
    }
    await Promise.all(
      caches.map(async (cache) => expect((await cache.figures()).cache_metrics).toBeDefined()),
    );
    const stored = await eventually(async () => {
      const { hits, misses } = await totals();
      expect(hits + misses).toBe(asked);
      return { hits, misses };
    });
    await eventually(async () => {
      for (const cache of caches) {
        const { cache_stats, cache_metrics } = await cache.figures();
        expect(cache_stats.ticker).toEqual({ size: 5, ...stored, evictions: 0 });
        expect(cache_metrics).toEqual(expect.objectContaining({ ...stored, total_requests: asked }));
      }
    });
  }, 30_000);

  test('count a batch once though the answer to it was lost, and all that was counted while Redis was away', async () => {
    const proxy = cleanup.use(await tcpProxy(server.port));
    const [cache] = (await replicas(1, LASTING, `redis://127.0.0.1:${proxy.port}`)) as [CacheProcess];
    let asked = 0;
    const read = async (times: number) => {
      await cache.read({ key: KEY, times });
      asked += times;
    };
    await read(500);
    for (let fault = 0; fault < 6; fault++) {
      const before = asked;
      await read(111);
      await eventually(async () => expect((await totals()).hits).toBeGreaterThan(before - 700), {
        everyMs: 1,
      });
      if (fault % 2 === 0) proxy.reset();
      else {
        proxy.pause();
        await sleep(200 * fault);
        await read(50);
        await proxy.resume();
      }
    }
    await server.freeze();
    await read(1_000);
    await sleep(1_500);
    await read(1_000);
    await server.thaw();
    await eventually(
      async () => {
        const { hits, misses } = await totals();
        expect(hits + misses).toBe(asked);
      },
      { timeoutMs: 15_000 },
    );
    await sleep(1_500);
    const { hits, misses } = await totals();
    expect(hits + misses).toBe(asked);
  }, 40_000);

  test('stay while Redis restarts', async () => {
    const [cache] = (await replicas(1)) as [CacheProcess];
    await cache.read({ key: KEY, times: 300 });
    await eventually(async () => expect(await totals()).toEqual({ hits: 0, misses: 300 }));
    await sleep(1_200);
    await server.kill();
    await cache.read({ key: KEY, times: 200 });
    expect((await cache.figures()).cache_metrics.total_requests).toBe(500);
    await server.up();
    await eventually(async () => expect(await totals()).toEqual({ hits: 200, misses: 300 }));
  }, 20_000);
});
