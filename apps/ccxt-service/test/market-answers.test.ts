import { afterAll, describe, expect, jest, test } from '@jest/globals';
import { createCleanup } from '@neuratrade/test-kit';
import type { MarketData } from '../src/market/market-data.js';
import { scriptedExchange } from './scripted-exchange.js';
import {
  BOOK,
  candle,
  failureOf,
  openScripted,
  START,
  scriptBody,
  TICKER,
  useToldMarket,
} from './told-market.js';

jest.setTimeout(30_000);

const on = useToldMarket();
const cleanup = createCleanup();
afterAll(() => cleanup.run());

const UNEXPECTED = {
  code: 'exchange_failed',
  message: 'simulator could not be asked: unexpected answer. Try again.',
};

const BODIES = [
  '<html>busy</html>',
  '',
  ' ',
  'null',
  '{}',
  '[]',
  '{"code":0}',
  '"text"',
  '5',
  '[[]]',
  '{"a":',
];

describe('an answer that cannot be right is a failure, never a number', () => {
  /** What becomes of each body, told by an exchange of its own. */
  async function outcomes(bodies: readonly unknown[], question: (data: MarketData) => Promise<unknown>) {
    return Promise.all(
      bodies.map(async (body) => {
        const own = cleanup.use(await scriptedExchange());
        scriptBody(own, on.markets, body);
        return [body, await failureOf(question(openScripted(own)))];
      }),
    );
  }
  const allUnexpected = (bodies: readonly unknown[]) => bodies.map((body) => [body, UNEXPECTED]);

  test('as a ticker', async () => {
    const bodies = [
      ...BODIES,
      { ...TICKER, symbol: 'ETHUSDT' },
      { ...TICKER, lastPrice: '-46000' },
      { ...TICKER, askPrice: '-1' },
      { ...TICKER, lastPrice: 'NaN' },
      { ...TICKER, bidQty: '-1' },
      { ...TICKER, lastPrice: 'forty' },
      { ...TICKER, bidPrice: '46001' },
      { ...TICKER, highPrice: '1' },
    ];
    expect(await outcomes(bodies, (data) => data.ticker('BTC/USDT'))).toEqual(allUnexpected(bodies));
  });

  test('as tickers', async () => {
    const bodies = [...BODIES, [{ ...TICKER, symbol: 'ETHUSDT' }], [{ ...TICKER, lastPrice: '-1' }]];
    expect(await outcomes(bodies, (data) => data.tickers(['BTC/USDT']))).toEqual(allUnexpected(bodies));
  });

  test('as an order book', async () => {
    const bodies = [
      ...BODIES,
      { ...BOOK, bids: [], asks: [] },
      { ...BOOK, asks: [['10000.00', '1']] },
      { ...BOOK, asks: [['9000', '1']] },
      { ...BOOK, bids: [['-1', '1']] },
      { ...BOOK, bids: [['0', '1']] },
      { ...BOOK, bids: [['NaN', '1']] },
      { ...BOOK, bids: [['1', '-1']] },
      { ...BOOK, bids: [['1']] },
      { ...BOOK, bids: [['1', null]] },
      { ...BOOK, bids: ['1', '2'] },
      {
        ...BOOK,
        bids: [
          ['1', '1'],
          ['1', '2'],
        ],
      },
    ];
    expect(await outcomes(bodies, (data) => data.orderBook('BTC/USDT', 10))).toEqual(allUnexpected(bodies));
  });

  const candles = (since: number | undefined) => (data: MarketData) =>
    data.candles('BTC/USDT', '1h', { limit: 10, since });

  test('as candles', async () => {
    const bodies = [
      ...BODIES,
      [candle(0), candle(0)],
      [candle(0, ['10', '9', '11', '10'])],
      [candle(0, ['10', '12', '9', '13'])],
      [candle(0, ['8', '12', '9', '10'])],
      [candle(0, ['10', '12', '0', '10'])],
      [candle(0, ['10', '12', '-9', '10'])],
      [candle(0, ['NaN', '12', '9', '10'])],
      [candle(0, ['10', '12', '9', '10'], '-1')],
      [[null, '10', '12', '9', '11', '5']],
      [[START, '10']],
    ];
    expect(await outcomes(bodies, candles(undefined))).toEqual(allUnexpected(bodies));
  });

  test('as candles since a time, of which there may be none', async () => {
    const bodies = BODIES.filter((body) => !body.startsWith('['));
    expect(await outcomes(bodies, candles(START))).toEqual(allUnexpected(bodies));
    on.says([]);
    expect(await candles(START)(on.market)).toMatchObject({ candles: [] });
  });

  test('as a list of markets', async () => {
    const told = BODIES.map(async (body) => {
      const own = cleanup.use(await scriptedExchange());
      own.set((response) => response.writeHead(200, { 'content-type': 'text/html' }).end(body));
      return [body, await failureOf(openScripted(own).markets())];
    });
    expect(await Promise.all(told)).toEqual(allUnexpected(BODIES));
  });

  test('and is asked for once more', async () => {
    const asked = on.says('{}');
    await on.market.ticker('BTC/USDT').catch(() => undefined);
    expect(asked.filter((url) => url.includes('ticker')).length).toBe(2);
  });
});
