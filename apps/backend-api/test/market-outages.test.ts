import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { contTree, createCleanup, eventually, stopTree } from '@neuratrade/test-kit';
import {
  type Logged,
  type Servers,
  startBackend,
  startCcxt,
  startExchange,
  startServers,
  untilMarket,
} from './market-stack.js';

jest.setTimeout(60_000);

const cleanup = createCleanup();
afterAll(cleanup.run);

const PATHS = ['ticker', 'orderbook', 'ohlcv', 'summary'].map((what) => `${what}?symbol=BTC/USDT`);
const NOT_KEPT = ['ticker?symbol=DOGE/USDT', 'summary?symbol=DOGE/USDT'];

let servers: Servers;
let ccxt: Logged;
let backend: Logged;
let restart: () => Promise<Logged>;

beforeAll(async () => {
  servers = await startServers(cleanup);
  const exchange = await startExchange(cleanup);
  restart = () =>
    startCcxt(cleanup, {
      SIMULATOR_URL: exchange.url,
      ...(ccxt === undefined ? {} : { CCXT_PORT: String(ccxt.port) }),
    });
  ccxt = await restart();
  const fresh = {
    CACHE_TICKER_FRESH_MS: '300',
    CACHE_ORDERBOOK_FRESH_MS: '300',
    CACHE_MARKET_FRESH_MS: '300',
  };
  backend = await startBackend(cleanup, servers, { CCXT_URL: ccxt.url, ...fresh }, '/ready');
  await allFresh();
});

afterEach(async () => {
  await contTree(ccxt.pid);
  await contTree(servers.redis.pid);
});

const market = (path: string) => backend.get(`/api/v1/market/${path}`);

async function allFresh(): Promise<void> {
  for (const path of PATHS) {
    await untilMarket(
      backend,
      path,
      ({ status, json }) =>
        expect([status, json]).toEqual([200, expect.not.objectContaining({ stale: expect.anything() })]),
      30_000,
    );
  }
}

async function allStale(): Promise<void> {
  for (const path of PATHS) {
    await untilMarket(backend, path, ({ status, json }) =>
      expect([status, json]).toEqual([
        200,
        expect.objectContaining({
          stale: true,
          stale_reason: expect.stringMatching(/^(service unavailable|no answer yet|exchange timeout)$/),
        }),
      ]),
    );
  }
}

describe('ccxt-service', () => {
  test('is killed: kept values are told at once and marked; what is not kept is unavailable; it comes back by itself', async () => {
    await ccxt.stop('SIGKILL');
    await allStale();
    const from = performance.now();
    await Promise.all(PATHS.map(market));
    expect(performance.now() - from).toBeLessThan(1_000);
    const [ticker, summary] = await Promise.all(NOT_KEPT.map(market));
    expect([ticker?.status, ticker?.json]).toEqual([
      503,
      {
        error: {
          code: 'unavailable',
          message:
            'ccxt-service cannot be asked now: connection refused. Try again when /health calls ccxt healthy.',
        },
      },
    ]);
    expect([summary?.status, summary?.json]).toEqual([
      503,
      {
        error: {
          code: 'unavailable',
          message:
            'No exchange tells a price of DOGE/USDT now (simulator: service unavailable). Try again soon.',
        },
      },
    ]);
    ccxt = await restart();
    await allFresh();
  });

  test('stands still: kept values are told soon, and what is not kept keeps nobody else waiting', async () => {
    await stopTree(ccxt.pid);
    await allStale();
    const waiting = market('ticker?symbol=DOGE/USDT').catch(() => undefined);
    const from = performance.now();
    await Promise.all(PATHS.map(market));
    expect(performance.now() - from).toBeLessThan(2_000);
    const summary = await market('summary?symbol=DOGE/USDT');
    expect([summary.status, performance.now() - from < 4_000]).toEqual([503, true]);
    await contTree(ccxt.pid);
    await waiting;
    await allFresh();
  });
});

describe('Redis', () => {
  test('stands still: nobody notices but the clock', async () => {
    await servers.redis.freeze();
    const until = performance.now() + 3_000;
    const took: number[] = [];
    while (performance.now() < until) {
      const from = performance.now();
      const answers = await Promise.all(PATHS.map(market));
      took.push(performance.now() - from);
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    }
    expect(Math.max(...took)).toBeLessThan(3_000);
    await servers.redis.thaw();
    await allFresh();
  });

  test('is killed: everything is answered, and it is used again when it is back', async () => {
    await servers.redis.kill();
    await eventually(async () => {
      const answers = await Promise.all(PATHS.map(market));
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    });
    await servers.redis.up();
    await allFresh();
  });
});

test('a stop while everything hangs is an orderly one', async () => {
  await servers.redis.freeze();
  await stopTree(ccxt.pid);
  const from = performance.now();
  expect(await backend.stop()).toEqual({ code: 0, signal: null });
  expect(performance.now() - from).toBeLessThan(8_000);
});
