import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { type MarketSummary, marketSummarySchema } from '@neuratrade/api-contracts';
import { createCleanup, eventually } from '@neuratrade/test-kit';
import { type ScriptedCcxt, scriptedCcxt } from './market-ccxt.js';
import { type Logged, startBackend, startServers } from './market-stack.js';

jest.setTimeout(60_000);

const cleanup = createCleanup();
afterAll(cleanup.run);

let ccxt: ScriptedCcxt;
let backend: Logged;

beforeAll(async () => {
  const servers = await startServers(cleanup);
  ccxt = await scriptedCcxt(cleanup, { binance: {}, kraken: {}, okx: {} });
  const env = {
    CCXT_URL: ccxt.url,
    WATCHLIST: 'none',
    CACHE_TICKER_FRESH_MS: '200',
    CACHE_MARKET_FRESH_MS: '200',
  };
  backend = await startBackend(cleanup, servers, env, '/ready');
  await eventually(async () => expect((await ask('BTC/USDT')).exchanges).toHaveLength(3));
});

async function ask(symbol: string): Promise<MarketSummary> {
  const { status, json } = await backend.get(`/api/v1/market/summary?symbol=${symbol}`);
  expect([status, json]).toEqual([200, expect.anything()]);
  const summary = marketSummarySchema.parse(json);
  expect(summary).toEqual(json);
  return summary;
}

/** The summary without what depends on the time of the test. */
async function told(symbol: string) {
  const { exchanges, as_of, ...rest } = await ask(symbol);
  const names = exchanges.map(({ exchange, stale }) => (stale ? `${exchange}, stale` : exchange));
  return { ...rest, exchanges: names };
}

const venue = (exchange: string, price: string) => ({ exchange, price });

test('stands side by side what each exchange tells, with the best venue each way', async () => {
  ccxt.set({
    okx: { bid: '99.90', ask: '100.40' },
    kraken: { bid: '99.9', ask: '100.10' },
    binance: { bid: '99.00', ask: '100.10', lists: ['BTC/USDT'] },
  });
  const summary = await eventually(async () => {
    const now = await ask('BTC/USDT');
    expect(now.best.sell?.price).toBe('99.9');
    expect(now.best.buy).toEqual(venue('binance', '100.10'));
    return now;
  });
  const figures = {
    ...{ last: '46000.10', change_24h_percent: '2.222', base_volume_24h: '1234.50000' },
    quote_volume_24h: '56787000.10',
  };
  expect(summary).toEqual({
    symbol: 'BTC/USDT',
    exchanges: [
      {
        exchange: 'binance',
        ...figures,
        bid: '99.00',
        ask: '100.10',
        spread_bps: 110.5,
        as_of: expect.any(String),
      },
      {
        exchange: 'kraken',
        ...figures,
        bid: '99.9',
        ask: '100.10',
        spread_bps: 20,
        as_of: expect.any(String),
      },
      {
        exchange: 'okx',
        ...figures,
        bid: '99.90',
        ask: '100.40',
        spread_bps: 49.93,
        as_of: expect.any(String),
      },
    ],
    best: { buy: venue('binance', '100.10'), sell: venue('kraken', '99.9') },
    unavailable: [],
    as_of: summary.exchanges.map(({ as_of }) => as_of).toSorted()[0],
  });
});

test('an exchange that does not list the symbol is named with that reason, and asked once in ten minutes', async () => {
  ccxt.set({ binance: { lists: [] }, kraken: {}, okx: {} });
  const wanted = {
    symbol: 'ETH/USDT',
    exchanges: ['kraken', 'okx'],
    best: { buy: venue('kraken', '100.50'), sell: venue('kraken', '99.50') },
    unavailable: [{ exchange: 'binance', reason: 'not listed' }],
  };
  expect(await told('ETH/USDT')).toEqual(wanted);
  const questions = () => ccxt.asked().filter((question) => question === 'ticker kraken ETH/USDT').length;
  const before = questions();
  await eventually(async () => {
    expect(await told('ETH/USDT')).toEqual(wanted);
    expect(questions()).toBeGreaterThan(before + 1);
  });
  expect(ccxt.asked().filter((question) => question === 'ticker binance ETH/USDT')).toHaveLength(1);
});

test('a symbol that none lists is unknown', async () => {
  const { status, json } = await backend.get('/api/v1/market/summary?symbol=NO/NAME');
  expect([status, json]).toEqual([
    404,
    { error: { code: 'not_found', message: 'binance has no market NO/NAME.' } },
  ]);
});

test('one exchange that hangs keeps the others waiting for a moment only, and is named', async () => {
  ccxt.set({ binance: { hangs: true }, kraken: {}, okx: {} });
  const from = performance.now();
  expect(await told('SOL/USDT')).toEqual({
    symbol: 'SOL/USDT',
    exchanges: ['kraken', 'okx'],
    best: { buy: venue('kraken', '100.50'), sell: venue('kraken', '99.50') },
    unavailable: [{ exchange: 'binance', reason: 'exchange timeout' }],
  });
  expect(performance.now() - from).toBeLessThan(3_000);
});

test('a price that is kept stands in, marked stale, and does not compete', async () => {
  ccxt.set({ binance: { bid: '200', ask: '1' }, kraken: {}, okx: {} });
  await eventually(async () => expect((await ask('BTC/USDT')).best.buy).toEqual(venue('binance', '1')), {
    timeoutMs: 30_000,
  });
  const refuses = { code: 'exchange_failed', status: 502 } as const;
  ccxt.set({ binance: { refuses }, kraken: {}, okx: {} });
  await eventually(async () =>
    expect(await told('BTC/USDT')).toEqual({
      symbol: 'BTC/USDT',
      exchanges: ['binance, stale', 'kraken', 'okx'],
      best: { buy: venue('kraken', '100.50'), sell: venue('kraken', '99.50') },
      unavailable: [],
    }),
  );
  const { exchanges } = await ask('BTC/USDT');
  expect(exchanges[0]).toMatchObject({ bid: '200', ask: '1', stale_reason: 'exchange failed' });
});

test('when all fail, what is kept is told as stale as a whole; where nothing is kept it is an error with every reason', async () => {
  const refuses = { code: 'exchange_busy', status: 503, retryAfter: 9 } as const;
  ccxt.set({ binance: { refuses }, kraken: { refuses }, okx: { refuses } });
  await eventually(async () =>
    expect(await told('BTC/USDT')).toEqual({
      symbol: 'BTC/USDT',
      exchanges: ['binance, stale', 'kraken, stale', 'okx, stale'],
      best: { buy: null, sell: null },
      unavailable: [],
      stale: true,
      stale_reason: expect.stringMatching(/^exchange (busy|failed)$/),
    }),
  );
  const { status, json, headers } = await backend.get('/api/v1/market/summary?symbol=XRP/USDT');
  expect([status, json, headers['retry-after']]).toEqual([
    503,
    {
      error: {
        code: 'unavailable',
        message:
          'No exchange tells a price of XRP/USDT now (binance: exchange busy, kraken: exchange busy, okx: exchange busy). Try again soon.',
      },
    },
    '9',
  ]);
});

test('with several exchanges the others want one named', async () => {
  for (const path of ['ticker', 'orderbook', 'ohlcv']) {
    const { status, json } = await backend.get(`/api/v1/market/${path}?symbol=BTC/USDT`);
    expect([status, json]).toEqual([
      400,
      { error: { code: 'bad_request', message: 'exchange is missing: give one of binance, kraken, okx.' } },
    ]);
  }
});

test('of no active exchange tells nothing, not even what is kept', async () => {
  await ask('BTC/USDT');
  ccxt.set({});
  const refusal = await eventually(
    async () => {
      const { status, json } = await backend.get('/api/v1/market/summary?symbol=BTC/USDT');
      expect(status).toBe(503);
      return json;
    },
    { timeoutMs: 15_000 },
  );
  expect(refusal).toEqual({
    error: {
      code: 'unavailable',
      message:
        'No exchange is active. `neuratrade exchanges list` shows them, `neuratrade exchanges add NAME` adds one.',
    },
  });
});
