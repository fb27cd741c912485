import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type CacheReport, cacheReportSchema } from '@neuratrade/api-contracts';
import { backendHealthSchema } from '@neuratrade/health-contracts';
import { createCleanup, eventually, type Service } from '@neuratrade/test-kit';
import { OPERATOR } from './ask.js';
import { LASTING, openCache, operator, upstream } from './cache-rig.js';
import { type Stack, startDependencies, startReady } from './stack.js';

const whole = createCleanup();
const cleanup = createCleanup();
let stack: Stack;
let backend: Service;

beforeAll(async () => {
  stack = await startDependencies(whole);
  backend = await startReady(whole, stack, {
    WATCHLIST: 'none',
    CACHE_TICKER_MAX_ENTRIES: '20',
    CACHE_ORDERBOOK_FRESH_MS: '1500',
  });
}, 60_000);
afterEach(cleanup.run);
afterAll(whole.run, 60_000);

const timestamp = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
const NOTHING = { requests: 0, hits: 0, misses: 0, evictions: 0, hit_rate: null, judgement: 'too_few' };

async function reportOf(query = ''): Promise<CacheReport> {
  const { status, json } = await backend.get(`/api/v1/cache/report${query}`, OPERATOR);
  expect(status).toBe(200);
  expect(cacheReportSchema.parse(json)).toEqual(json);
  return json as CacheReport;
}

/** Another replica, which misses `misses` tickers and is asked for each of them `times` times more. */
async function traffic(exchange: string, misses: number, times: number): Promise<void> {
  const cache = openCache(cleanup, stack.redis.url, { ...LASTING, maxEntries: 20 });
  await cache.connected();
  const { load } = upstream();
  for (let n = 0; n < misses; n++) await cache.read('ticker', `${exchange}:C${n}/USDT`, load);
  for (let round = 0; round < times; round++) {
    for (let n = 0; n < misses; n++) await cache.read('ticker', `${exchange}:C${n}/USDT`, load);
  }
  await cache.close();
}

describe('GET /api/v1/cache/report', () => {
  test('wants the admin key, and whole hours', async () => {
    const without = await backend.get('/api/v1/cache/report');
    const wrong = await backend.get('/api/v1/cache/report?hours=1.5', OPERATOR);
    expect([without.status, wrong.status, wrong.json]).toEqual([
      401,
      400,
      { error: { code: 'bad_request', message: 'hours=1.5: give a whole number from 1 to 720.' } },
    ]);
  });

  test('without requests raises no alarm', async () => {
    const report = await reportOf();
    expect(report).toEqual({
      window: { hours: 24, from: timestamp, to: timestamp, minimum_requests: 100 },
      total: NOTHING,
      caches: [
        {
          namespace: 'market_data',
          ...NOTHING,
          size: 0,
          max_entries: 1_000,
          fresh_ms: 5_000,
          ttl_ms: 300_000,
        },
        { namespace: 'orderbook', ...NOTHING, size: 0, max_entries: 1_000, fresh_ms: 1_500, ttl_ms: 60_000 },
        { namespace: 'ticker', ...NOTHING, size: 0, max_entries: 20, fresh_ms: 5_000, ttl_ms: 300_000 },
      ],
      redis: {
        status: 'ok',
        used_memory_bytes: expect.any(Number),
        max_memory_bytes: 268_435_456,
        policy: 'volatile-lru',
      },
      advice: ['Fewer than 100 requests in this time: too few to judge, and no alarm.'],
      timestamp,
    });
    expect(Date.parse(report.window.to) - Date.parse(report.window.from)).toBeGreaterThanOrEqual(86_400_000);
  });

  test('tells of all replicas, and health has the same counts', async () => {
    await traffic('binance', 10, 19);
    const { total, caches } = await reportOf();
    const counts = { hits: 190, misses: 10, evictions: 0 };
    expect([total, caches[2]]).toEqual([
      { requests: 200, ...counts, hit_rate: 0.95, judgement: 'healthy' },
      expect.objectContaining({ requests: 200, ...counts, size: 10, judgement: 'healthy' }),
    ]);
    await eventually(async () => {
      const { cache_metrics, cache_stats } = backendHealthSchema.parse((await backend.get('/health')).json);
      expect([cache_metrics, cache_stats.ticker]).toEqual([
        { hit_rate: 0.95, total_requests: 200, hits: 190, misses: 10 },
        { size: 10, ...counts },
      ]);
    });
  });

  test('says which setting to raise when a cache is poor because it is full', async () => {
    await traffic('okx', 400, 0);
    const { advice, caches } = await reportOf('?hours=1');
    const { hits, misses, judgement, size } = caches[2] as CacheReport['caches'][number];
    expect({ hits, misses, judgement, size, advice }).toEqual({
      ...{ hits: 190, misses: 410, judgement: 'poor', size: 20 },
      advice: [
        'ticker: only 31 % of requests were hits, and the cache is full (20 of 20): raise CACHE_TICKER_MAX_ENTRIES.',
      ],
    });
  });

  test('judges the window and not what was before it', async () => {
    const redis = operator(cleanup, stack.redis);
    const hour = Math.floor(Date.now() / 3_600_000);
    await redis.del('neuratrade:stats:cache:hours');
    await redis.hset('neuratrade:stats:cache:hours', {
      [`${hour - 30}/market_data/misses`]: '5000',
      [`${hour - 3}/market_data/hits`]: '90',
      [`${hour}/market_data/misses`]: '60',
    });
    const [day, short, long] = [await reportOf(), await reportOf('?hours=1'), await reportOf('?hours=48')];
    expect([day, short, long].map(({ total }) => [total.requests, total.hit_rate, total.judgement])).toEqual([
      [150, 0.6, 'fair'],
      [60, 0, 'too_few'],
      [5_150, 0.02, 'poor'],
    ]);
    expect(long.advice).toEqual([
      'market_data: only 1 % of requests were hits: entries go stale before they are read again, or exchanges did not answer. If older prices will do, raise CACHE_MARKET_FRESH_MS (now 5000); symbols that are read often belong on the WATCHLIST.',
    ]);
  });

  test('says that Redis cannot be asked', async () => {
    await stack.redis.kill();
    const { redis, advice } = await eventually(async () => {
      const report = await reportOf();
      expect(report.redis.status).toBe('connection refused');
      return report;
    });
    expect([redis, advice[0]]).toEqual([
      { status: 'connection refused', used_memory_bytes: null, max_memory_bytes: null, policy: null },
      'Redis cannot be asked (connection refused): the counts are only what this process has not stored yet. Run neuratrade doctor.',
    ]);
    await stack.redis.up();
    await eventually(async () => expect((await reportOf()).redis.status).toBe('ok'));
  });
});
