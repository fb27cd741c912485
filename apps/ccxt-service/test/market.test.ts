import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import {
  candlesSchema,
  marketsSchema,
  orderBookSchema,
  type Ticker,
  tickerSchema,
  tickersSchema,
} from '@neuratrade/api-contracts';
import { type RunningSimulator, startSimulator } from '@neuratrade/exchange-simulator';
import { createCleanup, request, type Service } from '@neuratrade/test-kit';
import { ask, requestsOf } from './market-service.js';
import { newHome, runCcxt, setFault } from './service.js';

jest.setTimeout(60_000);

const cleanup = createCleanup();
let simulator: RunningSimulator;
let ccxt: Service;

beforeAll(async () => {
  simulator = await startSimulator();
  cleanup.use(simulator);
  ccxt = cleanup.use(await runCcxt(await newHome(cleanup), { SIMULATOR_URL: simulator.url }));
  const frozen = { 'BTC/USDT': '46000.10', 'DOGE/USDT': '0.19001', frozen: true };
  await control('/_sim/prices', frozen);
});
afterAll(() => cleanup.run());

async function control(path: string, body: object): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const answer = await request(simulator.url + path, { method: 'POST', headers, body: JSON.stringify(body) });
  if (answer.status >= 300) throw new Error(answer.text);
}

/** What the simulator itself says. */
async function raw(path: string): Promise<Record<string, string>> {
  return (await request(`${simulator.url}/api/v3/${path}`)).json as Record<string, string>;
}

const on = (path: string) => ask(ccxt, path.replace('?', '?exchange=simulator&'));
const DECIMAL = expect.stringMatching(/^-?\d+(\.\d+)?$/);
const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);

describe('market data of an exchange', () => {
  test('has a ticker, whose numbers are those of the exchange to the letter', async () => {
    const [{ status, json }, told] = await Promise.all([
      on('ticker?symbol=BTC/USDT'),
      raw('ticker/24hr?symbol=BTCUSDT'),
    ]);
    expect([status, json]).toEqual([
      200,
      {
        exchange: 'simulator',
        symbol: 'BTC/USDT',
        last: '46000.10',
        bid: expect.stringMatching(/^(45999|46000)\.\d\d$/),
        bid_volume: DECIMAL,
        ask: expect.stringMatching(/^4600[01]\.\d\d$/),
        ask_volume: DECIMAL,
        open: DECIMAL,
        high: told.highPrice,
        low: told.lowPrice,
        change: DECIMAL,
        change_percent: DECIMAL,
        base_volume: DECIMAL,
        quote_volume: DECIMAL,
        exchange_time: TIME,
        as_of: TIME,
      },
    ]);
    const { as_of } = tickerSchema.parse(json);
    expect(Math.abs(Date.parse(as_of) - Date.now())).toBeLessThan(5_000);
  });

  test('has tickers of the markets that were named, each once, and says which it does not have', async () => {
    const { status, json } = await on('tickers?symbols=BTC/USDT,doge/usdt,BTC/USDT,FOO/BAR');
    const { tickers, ...rest } = tickersSchema.parse(json);
    expect([status, rest]).toEqual([
      200,
      { exchange: 'simulator', missing: ['FOO/BAR'], unlisted: ['FOO/BAR'], as_of: TIME },
    ]);
    expect(tickers.map(({ symbol, last }) => [symbol, last])).toEqual([
      ['BTC/USDT', '46000.10'],
      ['DOGE/USDT', '0.19001'],
    ]);
  });

  test('has no ticker of a market that it does not have, without asking for it', async () => {
    const before = (await requestsOf(simulator.url))['/api/v3/ticker/24hr'];
    const { status, json } = await on('tickers?symbols=FOO/BAR');
    expect([status, json]).toEqual([
      200,
      { exchange: 'simulator', tickers: [], missing: ['FOO/BAR'], unlisted: ['FOO/BAR'], as_of: TIME },
    ]);
    expect((await requestsOf(simulator.url))['/api/v3/ticker/24hr']).toBe(before);
  });

  test('has all its tickers', async () => {
    const [{ status, json }, { json: listed }] = await Promise.all([on('tickers?'), on('markets?')]);
    const { tickers, missing } = tickersSchema.parse(json);
    const symbols = marketsSchema.parse(listed).markets.map(({ symbol }) => symbol);
    expect([status, missing, tickers.map(({ symbol }) => symbol).sort()]).toEqual([200, [], symbols]);
  });

  test('has an order book of as many levels as were asked for, best first', async () => {
    const { status, json } = await on('orderbook?symbol=BTC/USDT&limit=7');
    const { bids, asks, ...rest } = orderBookSchema.parse(json);
    expect([status, rest, bids.length, asks.length]).toEqual([
      200,
      { exchange: 'simulator', symbol: 'BTC/USDT', exchange_time: null, as_of: TIME },
      7,
      7,
    ]);
    const prices = [...bids.map(([price]) => price).reverse(), ...asks.map(([price]) => price)].map(Number);
    expect(prices).toEqual([...new Set(prices)].sort((a, b) => a - b));
  });

  test('has an order book of 100 levels unless told otherwise, and of 1000 at most', async () => {
    const sizes = ['', '&limit=1', '&limit=1000'].map(async (limit) => {
      const book = orderBookSchema.parse((await on(`orderbook?symbol=ETH/USDT${limit}`)).json);
      return [book.bids.length, book.asks.length];
    });
    expect(await Promise.all(sizes)).toEqual([
      [100, 100],
      [1, 1],
      [1_000, 1_000],
    ]);
  });

  test('has candles, oldest first, as the exchange has them', async () => {
    const { status, json } = await on(
      'ohlcv?symbol=DOGE/USDT&timeframe=1d&since=2026-01-01T00:00:00Z&limit=2',
    );
    const start = Date.parse('2026-01-01T00:00:00Z');
    const told = (await raw(
      `klines?symbol=DOGEUSDT&interval=1d&startTime=${start}&limit=2`,
    )) as unknown as string[][];
    expect([status, json]).toEqual([
      200,
      {
        exchange: 'simulator',
        symbol: 'DOGE/USDT',
        timeframe: '1d',
        candles: told.map(([_time, open, high, low, close, volume], day) => ({
          time: `2026-01-0${day + 1}T00:00:00Z`,
          ...{ open, high, low, close, volume },
        })),
        as_of: TIME,
      },
    ]);
  });

  test('has the latest 100 hourly candles unless told otherwise, and none of the future', async () => {
    const latest = candlesSchema.parse((await on('ohlcv?symbol=BTC/USDT')).json);
    const hour = Math.floor(Date.now() / 3_600_000) * 3_600_000;
    expect([latest.timeframe, latest.candles.length]).toEqual(['1h', 100]);
    expect(hour - Date.parse(latest.candles.at(-1)?.time ?? '')).toBeLessThanOrEqual(3_600_000);
    const future = await on('ohlcv?symbol=BTC/USDT&since=2099-01-01T00:00:00Z');
    expect(candlesSchema.parse(future.json).candles).toEqual([]);
  });

  test('has its markets', async () => {
    const { status, json } = await on('markets?');
    const { markets, ...rest } = marketsSchema.parse(json);
    expect([status, rest]).toEqual([200, { exchange: 'simulator', as_of: TIME }]);
    expect(markets.find(({ symbol }) => symbol === 'BTC/USDT')).toEqual({
      symbol: 'BTC/USDT',
      base: 'BTC',
      quote: 'USDT',
      settle: null,
      type: 'spot',
      active: true,
      contract_size: null,
      price_step: '0.01000000',
      amount_step: '0.00001000',
      amount_min: '0.00001000',
      cost_min: '5.00000000',
    });
  });

  test.each(['BTC/USDT', 'btc/usdt', 'BTC-USDT', 'btc_usdt', 'BTCUSDT', ' BTC/USDT '])(
    'is found by the symbol %p',
    async (symbol) => {
      const { status, json } = await on(`ticker?symbol=${encodeURIComponent(symbol)}`);
      expect([status, (json as Ticker).symbol]).toEqual([200, 'BTC/USDT']);
    },
  );

  test('is fetched once for all who ask for the same at the same time', async () => {
    const before = (await requestsOf(simulator.url))['/api/v3/depth'] ?? 0;
    await setFault(simulator.url, { path: '/api/v3/depth', kind: 'latency', value: 1_500 });
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, index) => on(`orderbook?symbol=SOL/USDT&limit=${index < 50 ? 5 : 6}`)),
    );
    await setFault(simulator.url, 'none');
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 60 }, () => 200));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(2);
    expect((await requestsOf(simulator.url))['/api/v3/depth']).toBe(before + 2);
  });
});
