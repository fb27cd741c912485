import type { ServerResponse } from 'node:http';
import { describe, expect, jest, test } from '@jest/globals';
import type { MarketData } from '../src/market/market-data.js';
import { refuse } from './scripted-exchange.js';
import { BOOK, failureOf, openScripted, scriptBody, TICKER, useToldMarket } from './told-market.js';

jest.setTimeout(30_000);

const on = useToldMarket();

test('one bad ticker among several is missing, and the others are told', async () => {
  on.says([TICKER, { ...TICKER, symbol: 'ETHUSDT', lastPrice: '-1' }]);
  const { tickers, missing, unlisted } = await on.market.tickers(['BTC/USDT', 'ETH/USDT', 'FOO/BAR']);
  expect([tickers.map(({ symbol }) => symbol), missing, unlisted]).toEqual([
    ['BTC/USDT'],
    ['FOO/BAR', 'ETH/USDT'],
    ['FOO/BAR'],
  ]);
});

test('an exchange that refuses the number of levels is asked without it, and the answer is cut', async () => {
  const asked: string[] = [];
  on.exchange.set((response: ServerResponse) => {
    const url = response.req.url ?? '';
    asked.push(url);
    if (url.includes('exchangeInfo')) return response.writeHead(200).end(on.markets);
    if (url.includes('limit=')) return refuse(400, {}, { code: -1130, msg: 'limit' })(response);
    return response.writeHead(200).end(JSON.stringify(BOOK));
  });
  const { bids, asks } = await on.market.orderBook('BTC/USDT', 1);
  expect([bids, asks]).toEqual([[['10000.00', '1']], [['10000.01', '1']]]);
  expect(asked.slice(-2)).toEqual(['/api/v3/depth?symbol=BTCUSDT&limit=1', '/api/v3/depth?symbol=BTCUSDT']);
});

test('an exchange under maintenance is left alone', async () => {
  on.says(TICKER);
  await on.market.ticker('BTC/USDT');
  on.exchange.set(refuse(503, { 'retry-after': '30' }));
  const failures = [await failureOf(on.market.ticker('BTC/USDT'))];
  const requests = on.exchange.asked().length;
  failures.push(await failureOf(on.market.ticker('BTC/USDT')));
  expect([on.exchange.asked().length - requests, failures]).toEqual([
    0,
    [
      {
        code: 'exchange_busy',
        message: 'simulator is not asked now: exchange not available. Try again in 30 s.',
      },
      { code: 'exchange_busy', message: 'simulator asked for a pause. Try again in 30 s.' },
    ],
  ]);
});

test('a rate limit that is nearly used up is told once a minute', async () => {
  const lines: object[] = [];
  const watched = openScripted(on.exchange, { lines });
  scriptBody(on.exchange, on.markets, TICKER, { 'x-mbx-used-weight-1m': '5399' });
  await watched.ticker('BTC/USDT');
  const warnings = () => lines.filter((line) => 'level' in line && line.level === 'warn');
  expect(warnings()).toEqual([]);
  scriptBody(on.exchange, on.markets, TICKER, { 'x-mbx-used-weight-1m': '5400' });
  await watched.ticker('BTC/USDT');
  await watched.ticker('BTC/USDT');
  expect(warnings()).toEqual([
    { level: 'warn', msg: 'Rate limit approaching', exchange: 'simulator', remaining: 600, limit: 6_000 },
  ]);
});

describe('what an exchange does not have', () => {
  test.each([
    [
      'cryptomus',
      (data: MarketData) => data.candles('BTC/USDT', '1h', { limit: 1, since: undefined }),
      'candles',
    ],
    ['bitso', (data: MarketData) => data.tickers(undefined), 'all tickers at once'],
    ['coinbaseinternational', (data: MarketData) => data.orderBook('BTC/USDT', 1), 'order books'],
  ])('is told without asking %s', async (name, question, what) => {
    expect(await failureOf(question(openScripted(on.exchange, { name })))).toEqual({
      code: 'not_supported',
      message: `${name} does not offer ${what}.`,
    });
  });

  test('of timeframes is told with those that it has', async () => {
    const question = openScripted(on.exchange, { name: 'kraken' }).candles('BTC/USD', '3h', {
      limit: 1,
      since: undefined,
    });
    expect(await failureOf(question)).toEqual({
      code: 'bad_request',
      message: 'timeframe=3h: give one of 1m, 5m, 15m, 30m, 1h, 4h, 1d, 1w, 2w; kraken has no other.',
    });
  });
});

test('a market without a price is told as such, asked once, and its exchange counts as well', async () => {
  const halted = { symbol: 'ETHUSDT', lastPrice: '0.00', bidPrice: '0.00', askPrice: '0.00', volume: '0' };
  const asked: string[] = [];
  on.exchange.set((response: ServerResponse) => {
    const url = response.req.url ?? '';
    asked.push(url);
    const ticker = url.includes('ETHUSDT') ? (url.includes('symbols') ? [halted] : halted) : TICKER;
    const body = url.includes('exchangeInfo') ? on.markets : JSON.stringify(ticker);
    response.writeHead(200, { 'content-type': 'application/json' }).end(body);
  });
  for (let i = 0; i < 8; i++) {
    expect(await failureOf(on.market.ticker('ETH/USDT'))).toEqual({
      code: 'exchange_failed',
      message: 'simulator tells no price of ETH/USDT now.',
    });
  }
  expect(asked.filter((url) => url.includes('ETHUSDT'))).toHaveLength(8);
  const { tickers, missing, unlisted } = await on.market.tickers(['ETH/USDT']);
  expect({ tickers, missing, unlisted }).toEqual({ tickers: [], missing: ['ETH/USDT'], unlisted: [] });
  expect((await on.market.ticker('BTC/USDT')).last).toBe('46000.10');
});
