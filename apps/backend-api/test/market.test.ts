import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import {
  marketCandlesSchema,
  marketOrderBookSchema,
  marketSummarySchema,
  marketTickerSchema,
} from '@neuratrade/api-contracts';
import { createCleanup, findSecrets } from '@neuratrade/test-kit';
import { REFUSED } from './market-fixtures.js';
import { type Exchange, KEYS, type Logged, startRealMarket, untilMarket } from './market-stack.js';

jest.setTimeout(60_000);

const cleanup = createCleanup();
afterAll(cleanup.run);

let exchange: Exchange;
let ccxt: Logged;
let backend: Logged;

beforeAll(async () => {
  ({ exchange, ccxt, backend } = await startRealMarket(cleanup));
  await exchange.control('POST', 'prices', { 'BTC/USDT': '46000', frozen: true });
  await untilMarket(backend, 'ticker?symbol=ETH/USDT', ({ status }) => expect(status).toBe(200));
});

const DECIMAL = /^\d+(\.\d+)?$/;
const SECONDS = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
const decimal = expect.stringMatching(DECIMAL);
const time = expect.stringMatching(SECONDS);
const levels = (count: number) => Array.from({ length: count }, () => [decimal, decimal]);

const market = (path: string, headers?: Record<string, string>) =>
  backend.get(`/api/v1/market/${path}`, headers);

describe('whole answers', () => {
  test('a ticker', async () => {
    const { status, json, headers } = await market('ticker?exchange=simulator&symbol=BTC/USDT');
    expect([status, json]).toEqual([
      200,
      {
        ...{ exchange: 'simulator', symbol: 'BTC/USDT', last: expect.stringMatching(/^46000(\.0+)?$/) },
        ...{ bid: decimal, bid_volume: decimal, ask: decimal, ask_volume: decimal },
        ...{ open: decimal, high: decimal, low: decimal },
        change: expect.stringMatching(/^-?\d+(\.\d+)?$/),
        change_percent: expect.stringMatching(/^-?\d+(\.\d+)?$/),
        ...{ base_volume: decimal, quote_volume: decimal, exchange_time: time, as_of: time },
      },
    ]);
    expect(marketTickerSchema.parse(json)).toEqual(json);
    expect(headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'x-request-id': expect.any(String),
    });
  });

  test.each([
    ['20 levels unless asked otherwise', '', 20],
    ['a single one', '&limit=1', 1],
    ['all that are kept', '&limit=100', 100],
  ])('an order book: %s', async (_, query, count) => {
    const { status, json } = await market(`orderbook?exchange=simulator&symbol=BTC/USDT${query}`);
    expect([status, json]).toEqual([
      200,
      {
        ...{ exchange: 'simulator', symbol: 'BTC/USDT', bids: levels(count), asks: levels(count) },
        exchange_time: null,
        as_of: time,
      },
    ]);
    const { bids, asks } = marketOrderBookSchema.parse(json);
    expect(Number(bids[0]?.[0])).toBeLessThan(Number(asks[0]?.[0]));
  });

  test.each([
    ['100 of an hour unless asked otherwise', '', '1h', 100],
    ['as few as are asked for', '&timeframe=1m&limit=3', '1m', 3],
    ['all that are kept', '&timeframe=1d&limit=500', '1d', 500],
  ])('candles: %s', async (_, query, timeframe, count) => {
    const { status, json } = await market(`ohlcv?exchange=simulator&symbol=BTC/USDT${query}`);
    const candle = { time, open: decimal, high: decimal, low: decimal, close: decimal, volume: decimal };
    expect([status, json]).toEqual([
      200,
      {
        ...{ exchange: 'simulator', symbol: 'BTC/USDT', timeframe },
        candles: Array.from({ length: count }, () => candle),
        as_of: time,
      },
    ]);
    const times = marketCandlesSchema.parse(json).candles.map((one) => one.time);
    expect(times).toEqual(times.toSorted());
    expect(Date.now() - Date.parse(times.at(-1) ?? '')).toBeLessThan(24 * 3_600_000 + 5_000);
  });

  test('a summary', async () => {
    const { status, json } = await market('summary?symbol=BTC/USDT');
    const summary = marketSummarySchema.parse(json);
    const [entry] = summary.exchanges;
    expect([status, json]).toEqual([
      200,
      {
        symbol: 'BTC/USDT',
        exchanges: [
          {
            ...{
              exchange: 'simulator',
              last: expect.stringMatching(/^46000(\.0+)?$/),
              bid: decimal,
              ask: decimal,
            },
            spread_bps: expect.any(Number),
            change_24h_percent: expect.stringMatching(/^-?\d+(\.\d+)?$/),
            ...{ base_volume_24h: decimal, quote_volume_24h: decimal, as_of: entry?.as_of },
          },
        ],
        best: {
          buy: { exchange: 'simulator', price: entry?.ask },
          sell: { exchange: 'simulator', price: entry?.bid },
        },
        unavailable: [],
        as_of: entry?.as_of,
      },
    ]);
  });
});

describe('what is asked for', () => {
  test.each(['BTC-USDT', 'btc/usdt', 'btc_usdt', '%20BTC/USDT%20'])(
    'a symbol may be written %s',
    async (text) => {
      const { status, json } = await market(`ticker?exchange=Simulator&symbol=${text}`);
      expect([status, json]).toEqual([200, expect.objectContaining({ symbol: 'BTC/USDT' })]);
    },
  );

  test('the exchange may be left out while there is but one', async () => {
    const { status, json } = await market('orderbook?symbol=BTC/USDT&limit=1');
    expect([status, json]).toEqual([200, expect.objectContaining({ exchange: 'simulator' })]);
  });

  test.each(REFUSED)('%s is refused', async (path, message) => {
    const answer = await market(path);
    expect([answer.status, answer.json]).toEqual([400, { error: { code: 'bad_request', message } }]);
  });

  test.each<[string, number, string, RegExp]>([
    ['ticker?symbol=XX/USDT', 404, 'not_found', /XX\/USDT.*Did you mean/],
    ['orderbook?symbol=NO/NAME', 404, 'not_found', /NO\/NAME/],
    ['summary?symbol=NO/NAME', 404, 'not_found', /NO\/NAME/],
    ['ticker?symbol=BTC/USDT&exchange=binanze', 404, 'not_found', /Did you mean binance/],
    ['ticker?symbol=BTC/USDT&exchange=kraken', 404, 'not_found', /neuratrade exchanges add kraken/],
    ['ohlcv?symbol=BTC/USDT&timeframe=7m', 400, 'bad_request', /^timeframe=7m: give one of /],
  ])('%s is refused by ccxt-service, whose words are handed on', async (path, status, code, message) => {
    const answer = await market(path);
    expect([answer.status, answer.json]).toEqual([
      status,
      { error: { code, message: expect.stringMatching(message) } },
    ]);
  });

  test('what is not there is named', async () => {
    const { status, json } = await market('nothing');
    expect([status, json]).toEqual([
      404,
      {
        error: {
          code: 'not_found',
          message: 'Nothing is at GET /api/v1/market/nothing. Check the path and the method.',
        },
      },
    ]);
  });
});

test('nothing secret is in the logs or in any answer', async () => {
  await market('ticker?symbol=BTC/USDT', { 'x-api-key': 'a-wrong-key-of-a-stranger' });
  await market('ticker?symbol=BTC/USDT', { 'x-api-key': KEYS.service });
  const logs = { backend: await readFile(backend.log, 'utf8'), ccxt: await readFile(ccxt.log, 'utf8') };
  expect(logs.backend).toContain('/api/v1/market/ticker');
  expect(findSecrets(logs, [...Object.values(KEYS), 'a-wrong-key-of-a-stranger'])).toEqual([]);
});
