import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { type RunningSimulator, startSimulator } from '@neuratrade/exchange-simulator';
import { createCleanup, type Service } from '@neuratrade/test-kit';
import { ask, requestsOf } from './market-service.js';
import { newHome, runCcxt } from './service.js';

jest.setTimeout(60_000);

const cleanup = createCleanup();
let simulator: RunningSimulator;
let ccxt: Service;

beforeAll(async () => {
  simulator = await startSimulator();
  cleanup.use(simulator);
  ccxt = cleanup.use(await runCcxt(await newHome(cleanup), { SIMULATOR_URL: simulator.url }));
});
afterAll(() => cleanup.run());

const on = (path: string) => ask(ccxt, path.replace('?', '?exchange=simulator&'));

describe('a request for market data is refused', () => {
  const TIMEFRAMES = '1s, 1m, 3m, 5m, 15m, 30m, 1h, 2h, 4h, 6h, 8h, 12h, 1d, 3d, 1w, 1M';
  test.each([
    ['ticker?symbol=BTC/USDT', 400, 'exchange: name one, as in exchange=binance.'],
    ['ticker?exchange=simulator', 400, 'symbol: name a market, as in symbol=BTC/USDT.'],
    ['ticker?exchange=simulator&symbol=%20', 400, 'symbol: name a market, as in symbol=BTC/USDT.'],
    ['ticker?exchange=simulator&symbol=A&symbol=B', 400, 'symbol: give it once.'],
    [
      'ticker?exchange=simulatr&symbol=BTC/USDT',
      404,
      'There is no exchange simulatr. Did you mean simulator? Active: simulator.',
    ],
    ['markets?exchange=binanc', 404, 'There is no exchange binanc. Did you mean binance? Active: simulator.'],
    ['markets?exchange=qqqqqqqqqqq', 404, 'There is no exchange qqqqqqqqqqq. Active: simulator.'],
    [
      'tickers?exchange=Kraken',
      404,
      'kraken is not active: add it with neuratrade exchanges add kraken, or enable it with neuratrade exchanges enable kraken. Active: simulator.',
    ],
    [
      'ticker?exchange=simulator&symbol=BTC/USDC',
      404,
      'simulator has no market BTC/USDC. Did you mean BTC/USDT?',
    ],
    [
      'orderbook?exchange=simulator&symbol=BTX-USDT',
      404,
      'simulator has no market BTX-USDT. Did you mean BTC/USDT?',
    ],
    [
      'ohlcv?exchange=simulator&symbol=QQQQQ/ZZZZZ',
      404,
      'simulator has no market QQQQQ/ZZZZZ. See /api/v1/markets for its markets.',
    ],
    [
      'tickers?exchange=simulator&symbols=,',
      400,
      'symbols=,: give 1 to 200 markets separated by commas, or leave it out.',
    ],
    [
      'orderbook?exchange=simulator&symbol=BTC/USDT&limit=0',
      400,
      'limit=0: give a whole number from 1 to 1000.',
    ],
    [
      'orderbook?exchange=simulator&symbol=BTC/USDT&limit=1001',
      400,
      'limit=1001: give a whole number from 1 to 1000.',
    ],
    [
      'ohlcv?exchange=simulator&symbol=BTC/USDT&limit=1.5',
      400,
      'limit=1.5: give a whole number from 1 to 1000.',
    ],
    [
      'ohlcv?exchange=simulator&symbol=BTC/USDT&timeframe=7h',
      400,
      `timeframe=7h: give one of ${TIMEFRAMES}; simulator has no other.`,
    ],
    [
      'ohlcv?exchange=simulator&symbol=BTC/USDT&since=2026-01-01',
      400,
      'since=2026-01-01: give a time with its zone, as in 2026-03-03T10:30:00Z.',
    ],
  ])('%s', async (path, status, message) => {
    const answer = await ask(ccxt, path);
    const code = status === 400 ? 'bad_request' : 'not_found';
    expect([answer.status, answer.json]).toEqual([status, { error: { code, message } }]);
  });

  test.each(['ticker', 'tickers', 'orderbook', 'ohlcv', 'markets'])(
    'without the key, whatever it asks of /api/v1/%s',
    async (path) => {
      const query = `/api/v1/${path}?exchange=simulator&symbol=BTC/USDT`;
      const answers = await Promise.all([ccxt.get(query), ccxt.get(query, { 'x-api-key': 'wrong' })]);
      expect(answers.map(({ status }) => status)).toEqual([401, 401]);
    },
  );

  test('for an unknown symbol, with one look at the list of markets a minute at most', async () => {
    const before = (await requestsOf(simulator.url))['/api/v3/exchangeInfo'] ?? 0;
    for (let i = 0; i < 5; i++) await on(`ticker?symbol=NEW${i}/USDT`);
    expect((await requestsOf(simulator.url))['/api/v3/exchangeInfo'] ?? 0).toBeLessThanOrEqual(before + 1);
  });
});
