import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { type Portfolio, portfolioSchema } from '@neuratrade/api-contracts';
import { contTree, createCleanup, eventually, stopTree } from '@neuratrade/test-kit';
import { call, failed, told } from './accounts-backend.js';
import { type Behaviour, type ScriptedCcxt, scriptedCcxt } from './market-ccxt.js';
import { type Logged, type Servers, startBackend, startServers } from './market-stack.js';
import { fill, push } from './trades-stack.js';

jest.setTimeout(60_000);

const all = createCleanup();
afterAll(all.run);
const cleanup = createCleanup();
afterEach(cleanup.run);

let servers: Servers;
beforeAll(async () => {
  servers = await startServers(all);
}, 60_000);

const FRESH_MS = 300;
let redisDatabases = 0;

/** A backend over exchanges that behave as told, where 1 BTC was pushed, bought at 46,000. */
const startWith = async (
  exchanges: Readonly<Record<string, Behaviour>>,
): Promise<{ ccxt: ScriptedCcxt; backend: Logged }> => {
  const ccxt = await scriptedCcxt(cleanup, exchanges);
  const env = {
    ...{ CCXT_URL: ccxt.url, REDIS_URL: `${servers.redis.url}/${++redisDatabases}`, WATCHLIST: 'none' },
    CACHE_TICKER_FRESH_MS: String(FRESH_MS),
  };
  const backend = await startBackend(cleanup, servers, env, '/ready');
  const amount = { amount: '1' };
  const pushed = await push(backend, {
    account: 'main',
    exchange: 'mybot',
    fills: [fill('1', 'buy', 1, amount)],
  });
  expect(pushed.status).toBe(200);
  return { ccxt, backend };
};

const ask = async (backend: Logged): Promise<Portfolio & { ms: number }> => {
  const began = performance.now();
  const { json } = await call(backend, 'GET', 'portfolio');
  return { ...portfolioSchema.parse(json), ms: performance.now() - began };
};

const untilPriced = (backend: Logged): Promise<Portfolio> =>
  eventually(
    async () => {
      const answer = await ask(backend);
      expect([answer.total_equity, answer.stale]).toEqual(['46,000.10 USDT', undefined]);
      return answer;
    },
    { timeoutMs: 25_000 },
  );

const FAILING = { refuses: { code: 'exchange_failed', status: 502 } } as const;

test.each<[string, Behaviour]>([
  ['hangs', { hangs: true }],
  ['fails', FAILING],
])(
  'while an exchange %s, its last price is used and the answer says of when, within a second',
  async (_, behaviour) => {
    const { ccxt, backend } = await startWith({ binance: {} });
    await untilPriced(backend);
    ccxt.set({ binance: behaviour });
    const stale = await eventually(async () => {
      const { ms, ...answer } = await ask(backend);
      expect(ms).toBeLessThan(1_000);
      expect(answer.stale).toBe(true);
      return answer;
    });
    expect(stale).toEqual({
      ...{ total_equity: '46,000.10 USDT', available_balance: '0.00 USDT', exposure: '46,000.10 USDT' },
      positions: [
        {
          ...{ symbol: 'BTC/USDT', side: 'long', size: '1', entry_price: '46,000.00' },
          ...{ mark_price: '46,000.10', unrealized_pnl: '+0.10 USDT' },
        },
      ],
      ...{ updated_at: expect.any(String), stale: true, as_of: expect.any(String) },
    });
    if (behaviour.hangs) return;
    ccxt.set({ binance: {} });
    await untilPriced(backend);
  },
);

test('a price that never came is waited for once, and then named', async () => {
  const { backend } = await startWith({ binance: { hangs: true } });
  const first = await eventually(async () => {
    const answer = await ask(backend);
    expect(answer.unpriced).toEqual(['BTC']);
    return answer;
  });
  expect(first.ms).toBeLessThan(1_500);
  const again = await Promise.all(Array.from({ length: 5 }, () => ask(backend)));
  expect(Math.max(...again.map(({ ms }) => ms))).toBeLessThan(700);
  expect(again[0]?.total_equity).toBe('0.00 USDT');
});

test('an exchange that hangs, one that fails and one that does not list it leave the price to another', async () => {
  const others = { binance: { hangs: true }, kraken: FAILING, okx: { lists: ['X/Y'] } };
  await untilPriced((await startWith({ ...others, bybit: {} })).backend);
});

test('what is held is kept warm without anybody asking', async () => {
  const { ccxt } = await startWith({ binance: {} });
  await eventually(async () => expect(ccxt.asked()).toContain('tickers binance BTC/USDT'), {
    timeoutMs: 20_000,
  });
});

test('while the database hangs, the answer says so, and the portfolio is back after it', async () => {
  const { backend } = await startWith({ binance: {} });
  await untilPriced(backend);
  await stopTree(servers.postgres.pid);
  try {
    expect(told(await call(backend, 'GET', 'portfolio'))).toEqual([
      503,
      failed('unavailable', expect.stringMatching(/^The database cannot be asked now: /)),
    ]);
  } finally {
    await contTree(servers.postgres.pid);
  }
  await untilPriced(backend);
});
