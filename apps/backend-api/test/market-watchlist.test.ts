import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { BackendHealth } from '@neuratrade/health-contracts';
import { createCleanup, eventually, readLog, type Service } from '@neuratrade/test-kit';
import { Redis } from 'ioredis';
import { type Behaviour, type ScriptedCcxt, scriptedCcxt } from './market-ccxt.js';
import { BATCH, count, FAST_CACHE, rounds } from './market-rounds.js';
import { type Logged, type Servers, startBackend, startServers } from './market-stack.js';

jest.setTimeout(60_000);

const all = createCleanup();
afterAll(all.run);
const cleanup = createCleanup();
afterEach(cleanup.run);

let servers: Servers;
beforeAll(async () => {
  servers = await startServers(all);
});

let databases = 0;
/** A database of the Redis that no other test uses. */
const emptyRedis = (): string => `${servers.redis.url}/${++databases}`;

const startWith = async (
  exchanges: Readonly<Record<string, Behaviour>>,
  env: Readonly<Record<string, string>> = {},
): Promise<{ ccxt: ScriptedCcxt; backend: Logged; redisUrl: string }> => {
  const ccxt = await scriptedCcxt(cleanup, exchanges);
  const redisUrl = emptyRedis();
  const backend = await startBackend(cleanup, servers, {
    ...{ CCXT_URL: ccxt.url, REDIS_URL: redisUrl, ...FAST_CACHE },
    ...env,
  });
  return { ccxt, backend, redisUrl };
};

const health = async (backend: Service): Promise<BackendHealth> =>
  (await backend.get('/health')).json as BackendHealth;

describe('without any client', () => {
  test('the watched symbols are kept in Redis, asked for all at once, and the hit rate is above 0.8', async () => {
    const { ccxt, backend } = await startWith({ binance: {}, kraken: {} });
    await rounds(ccxt, BATCH('kraken'), 10);
    const { hit_rate, total_requests } = await eventually(async () => {
      const { cache_metrics, cache_stats } = await health(backend);
      expect(cache_metrics.hit_rate).toBeGreaterThan(0.8);
      expect([cache_stats.market_data.size, cache_stats.ticker.size]).toEqual([3, 6]);
      return cache_metrics;
    });
    expect([hit_rate > 0.8, total_requests > 30]).toEqual([true, true]);
    expect(new Set(ccxt.asked())).toEqual(new Set([BATCH('binance'), BATCH('kraken')]));
  });

  test('the summary is in Redis under the name that operators look for', async () => {
    const { redisUrl } = await startWith({ binance: {} });
    const client = new Redis(redisUrl);
    cleanup.add(() => client.disconnect());
    await eventually(async () => {
      const ttl = await client.ttl('neuratrade:cache:market:BTC/USDT');
      expect([ttl > 290, ttl <= 300]).toEqual([true, true]);
    });
    const stored: unknown = JSON.parse((await client.get('neuratrade:cache:market:BTC/USDT')) ?? '');
    expect(stored).toMatchObject({ value: { symbol: 'BTC/USDT', best: { buy: { exchange: 'binance' } } } });
  });

  test('a dead exchange costs no hits and makes no misses', async () => {
    const { ccxt, backend } = await startWith({ binance: {} });
    await rounds(ccxt, BATCH('binance'), 2);
    ccxt.set({ binance: { refuses: { code: 'exchange_failed', status: 502 } } });
    await rounds(ccxt, BATCH('binance'), 3);
    const { cache_stats } = await health(backend);
    expect([cache_stats.market_data, cache_stats.ticker].map(({ misses }) => misses)).toEqual([0, 0]);
  });

  test('WATCHLIST names other symbols, `none` none at all', async () => {
    const { ccxt } = await startWith({ binance: { lists: ['DOGE/USDT'] } }, { WATCHLIST: 'doge-usdt' });
    await rounds(ccxt, BATCH('binance', 'DOGE/USDT'), 2);
    const off = await startWith({ binance: {} }, { WATCHLIST: 'none' });
    await eventually(async () => expect((await off.backend.get('/ready')).status).toBe(200));
    await sleep(600);
    expect(off.ccxt.asked()).toEqual([]);
  });
});

test('what an exchange does not list is not asked for again', async () => {
  const { ccxt } = await startWith({ binance: { lists: ['BTC/USDT'] } });
  await rounds(ccxt, BATCH('binance', 'BTC/USDT'), 3);
  expect(count(ccxt, BATCH('binance'))).toBe(1);
  expect(new Set(ccxt.asked())).toEqual(new Set([BATCH('binance'), BATCH('binance', 'BTC/USDT')]));
});

describe('an exchange counts as listing a market', () => {
  const told = async (backend: Service, symbol: string) =>
    (await backend.get(`/api/v1/market/summary?symbol=${symbol}`)).json;
  const tells = (backend: Service, symbol: string) =>
    eventually(
      async () =>
        expect(await told(backend, symbol)).toMatchObject({
          exchanges: [{ exchange: 'binance' }, { exchange: 'kraken' }],
          unavailable: [],
        }),
      { timeoutMs: 15_000 },
    );

  test('that it told nothing of for once', async () => {
    const { ccxt, backend } = await startWith({ binance: { mute: ['ETH/USDT'] }, kraken: {} });
    await rounds(ccxt, BATCH('binance'), 2);
    expect(await told(backend, 'ETH/USDT')).toMatchObject({
      exchanges: [{ exchange: 'kraken' }],
      unavailable: [{ exchange: 'binance', reason: 'exchange failed' }],
    });
    ccxt.set({ binance: {}, kraken: {} });
    await tells(backend, 'ETH/USDT');
  });

  test.each(['BTC/USDT,ETH/USDT', 'none'])(
    'after it was switched off for a while, watched %s',
    async (list) => {
      const { ccxt, backend } = await startWith(
        { binance: { inactive: true }, kraken: {} },
        { WATCHLIST: list },
      );
      await eventually(async () =>
        expect(await told(backend, 'BTC/USDT')).toMatchObject({ exchanges: [{ exchange: 'kraken' }] }),
      );
      ccxt.set({ binance: {}, kraken: {} });
      await tells(backend, 'BTC/USDT');
    },
  );
});

test('an exchange that tells single tickers only is asked for each', async () => {
  const { ccxt } = await startWith({ binance: { single: true } });
  await rounds(ccxt, 'ticker binance SOL/USDT', 3);
  expect(count(ccxt, BATCH('binance'))).toBe(1);
});

test('an exchange that was added is warmed, and one that was removed is left alone', async () => {
  const { ccxt } = await startWith({ binance: {} });
  await rounds(ccxt, BATCH('binance'), 1);
  ccxt.set({ kraken: {} });
  await rounds(ccxt, BATCH('kraken'), 2);
  const before = count(ccxt, BATCH('binance'));
  await rounds(ccxt, BATCH('kraken'), 2);
  expect(count(ccxt, BATCH('binance'))).toBe(before);
});

describe('an exchange that fails', () => {
  const refuses = { code: 'exchange_failed', status: 502 } as const;

  test('is asked less and less often, the others as ever, and the outage is told once', async () => {
    const { ccxt, backend } = await startWith({ binance: {}, kraken: {} });
    await rounds(ccxt, BATCH('kraken'), 2);
    ccxt.set({ binance: { refuses }, kraken: {} });
    const before = ccxt.asked().length;
    await rounds(ccxt, BATCH('kraken'), 12);
    const asked = ccxt
      .asked()
      .slice(before)
      .filter((question) => question.includes('binance'));
    expect(asked.length).toBeLessThanOrEqual(6);
    const { json } = await backend.get('/api/v1/market/summary?symbol=BTC/USDT');
    expect(json).toMatchObject({
      exchanges: [
        { exchange: 'binance', stale: true, stale_reason: 'exchange failed' },
        { exchange: 'kraken' },
      ],
      best: { buy: { exchange: 'kraken' }, sell: { exchange: 'kraken' } },
    });
    ccxt.set({ binance: {}, kraken: {} });
    await eventually(
      async () => {
        const { text } = await backend.get('/api/v1/market/summary?symbol=BTC/USDT');
        expect(text).not.toContain('stale');
      },
      { timeoutMs: 20_000 },
    );
    await eventually(
      async () => {
        const lines = (await readLog(backend.log)).filter(({ msg }) => String(msg).startsWith('Watchlist'));
        expect(lines).toEqual([
          {
            ...{ time: expect.any(String), level: 'WARN', msg: 'Watchlist is not refreshed' },
            ...{ exchange: 'binance', code: 'exchange_failed', error: 'binance does not answer now.' },
          },
          {
            ...{ time: expect.any(String), level: 'INFO', msg: 'Watchlist is refreshed again' },
            exchange: 'binance',
          },
        ]);
      },
      { timeoutMs: 20_000 },
    );
  });

  test('and takes the connection without answering keeps nobody from being warmed', async () => {
    const { ccxt } = await startWith({ binance: { hangs: true }, kraken: {} });
    await rounds(ccxt, BATCH('kraken'), 3);
    expect(count(ccxt, BATCH('binance'))).toBe(1);
  });
});
