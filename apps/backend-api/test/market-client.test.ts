import { afterEach, describe, expect, test } from '@jest/globals';
import { AppError } from '@neuratrade/service-kit';
import { blackHole, createCleanup, type FaultyAnswer, faultyHttp, freePort } from '@neuratrade/test-kit';
import { createCcxtClient } from '../src/market/ccxt-client/client.js';
import { tickerOf } from './market-fixtures.js';

const cleanup = createCleanup();
afterEach(cleanup.run);

const KEY = 'service-key-that-shows-nowhere';
const place = { exchange: 'binance', symbol: 'BTC/USDT' };
const ticker = tickerOf('binance', 'BTC/USDT');
const AGAIN = 'Try again when /health calls ccxt healthy.';

const ask = async (url: string, timeoutMs = 5_000): Promise<unknown> => {
  const client = createCcxtClient({ url, serviceKey: KEY, timeoutMs });
  try {
    return await client.ticker(place, new AbortController().signal);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { code, message, retryAfterSeconds } = error;
    return { code, message, retryAfterSeconds };
  }
};

const answered = async (answer: FaultyAnswer): Promise<unknown> =>
  ask(cleanup.use(await faultyHttp(answer)).url);

const unavailable = (reason: string) => ({
  code: 'unavailable',
  message: `ccxt-service cannot be asked now: ${reason}. ${AGAIN}`,
});

test('each call asks for what it wants, with everything in the query', async () => {
  const server = cleanup.use(await faultyHttp({ body: {} }));
  const client = createCcxtClient({ url: server.url, serviceKey: KEY });
  const { signal } = new AbortController();
  const swap = { exchange: 'okx', symbol: 'BTC/USDT:USDT' };
  await Promise.allSettled([
    client.ticker(place, signal),
    client.tickers('binance', ['BTC/USDT', 'ETH/USDT'], signal),
    client.orderBook(swap, 100, signal),
    client.candles(place, '1h', 500, signal),
  ]);
  expect(server.seen().toSorted()).toEqual([
    'GET /api/v1/ohlcv?exchange=binance&symbol=BTC%2FUSDT&timeframe=1h&limit=500',
    'GET /api/v1/orderbook?exchange=okx&symbol=BTC%2FUSDT%3AUSDT&limit=100',
    'GET /api/v1/ticker?exchange=binance&symbol=BTC%2FUSDT',
    'GET /api/v1/tickers?exchange=binance&symbols=BTC%2FUSDT%2CETH%2FUSDT',
  ]);
});

test('an answer in the agreed form is handed on', async () => {
  expect(await answered({ body: ticker })).toEqual(ticker);
});

describe('an error of ccxt-service is handed on with its code, its words and its wait', () => {
  test.each([
    ['not_found', 404],
    ['bad_request', 400],
    ['not_supported', 501],
    ['exchange_failed', 502],
    ['exchange_busy', 503],
    ['exchange_timeout', 504],
    ['unavailable', 503],
  ])('%s', async (code, status) => {
    const message = `${code}: do this.`;
    const answer = await answered({
      status,
      body: { error: { code, message } },
      headers: { 'retry-after': '7' },
    });
    expect(answer).toEqual({ code, message, retryAfterSeconds: 7 });
  });
});

describe('what is wrong between the backend and ccxt-service is told as such', () => {
  test('nobody listens', async () => {
    expect(await ask(`http://127.0.0.1:${await freePort()}`)).toEqual(unavailable('connection refused'));
  });

  test('it takes the connection and never answers', async () => {
    const { url } = cleanup.use(await blackHole());
    expect(await ask(url, 200)).toEqual(unavailable('connection timeout'));
  });

  test('it begins to answer and does not end', async () => {
    const server = cleanup.use(await faultyHttp({ delayMs: Number.POSITIVE_INFINITY }));
    expect(await ask(server.url, 200)).toEqual(unavailable('connection timeout'));
  });

  test.each<[string, FaultyAnswer, string]>([
    ['resets', { reset: true }, 'connection reset'],
    ['cuts its answer', { body: ticker, truncate: true }, 'connection reset'],
    ['answers HTML', { body: '<html>' }, 'unexpected answer'],
    ['answers HTML and 502', { status: 502, body: '<html>' }, 'unexpected answer'],
    ['answers nothing', { body: '' }, 'unexpected answer'],
    ['redirects', { status: 302, headers: { location: 'http://127.0.0.1:1/' } }, 'unexpected answer'],
    ['answers another shape', { body: { ...ticker, last: 46_000 } }, 'unexpected answer'],
    ['tells of another exchange', { body: { ...ticker, exchange: 'kraken' } }, 'unexpected answer'],
    ['tells of another symbol', { body: { ...ticker, symbol: 'ETH/USDT' } }, 'unexpected answer'],
    [
      'has an error of its own kind',
      { status: 418, body: { error: { code: 'teapot', message: 'x' } } },
      'unexpected answer',
    ],
    ['answers without end', { body: { ...ticker, more: 'x'.repeat(5_000_000) } }, 'unexpected answer'],
  ])('it %s', async (_, answer, reason) => {
    expect(await answered(answer)).toEqual(unavailable(reason));
  });

  test('it has another key', async () => {
    const body = { error: { code: 'unauthorized', message: 'The key is not valid.' } };
    expect(await answered({ status: 401, body })).toEqual({
      code: 'unavailable',
      message: 'ccxt-service refuses the key of this backend. Give both the same SERVICE_API_KEY.',
    });
  });

  test('it fails by itself', async () => {
    const body = { error: { code: 'internal', message: 'Something failed here.', request_id: 'abc-1' } };
    expect(await answered({ status: 500, body })).toEqual({
      code: 'unavailable',
      message: 'ccxt-service failed at this. Look into its log for request abc-1.',
    });
  });
});
