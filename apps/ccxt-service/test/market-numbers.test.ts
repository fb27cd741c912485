import { describe, expect, jest, test } from '@jest/globals';

import { BOOK, candle, START, TICKER, useToldMarket } from './told-market.js';

jest.setTimeout(30_000);

const on = useToldMarket();

describe('numbers', () => {
  test('of a ticker are told as the exchange wrote them', async () => {
    on.says(TICKER);
    expect(await on.market.ticker('BTC/USDT')).toEqual({
      exchange: 'simulator',
      symbol: 'BTC/USDT',
      last: '46000.10',
      bid: '46000.00',
      bid_volume: '1.50',
      ask: '46000.20',
      ask_volume: '0.00000001',
      open: '45000',
      high: '46100',
      low: '44900',
      change: '1000.10',
      change_percent: '2.222',
      base_volume: '12',
      quote_volume: '552000',
      exchange_time: '2026-03-03T10:30:00Z',
      as_of: expect.any(String),
    });
  });

  test('that are missing or zero where a price stands are told as null, and nothing is made up for them', async () => {
    on.says({ symbol: 'BTCUSDT', lastPrice: '46000.10', bidPrice: '0.00000000', highPrice: null });
    expect(await on.market.ticker('BTC/USDT')).toEqual({
      exchange: 'simulator',
      symbol: 'BTC/USDT',
      last: '46000.10',
      ...{ bid: null, bid_volume: null, ask: null, ask_volume: null, open: null, high: null, low: null },
      ...{ change: null, change_percent: null, base_volume: null, quote_volume: null },
      exchange_time: null,
      as_of: expect.any(String),
    });
  });

  test('that are tiny, huge or have an exponent keep every digit', async () => {
    on.says({
      lastUpdateId: 1,
      bids: [
        [1e-8, '1E-8'],
        ['0.000000001234567890123456789', 1e21],
      ],
      asks: [['0.00001234', '123456789012345678.123456789']],
    });
    expect(await on.market.orderBook('BTC/USDT', 10)).toMatchObject({
      bids: [
        ['0.00000001', '0.00000001'],
        ['0.000000001234567890123456789', '1000000000000000000000'],
      ],
      asks: [['0.00001234', '123456789012345678.123456789']],
    });
  });

  test('of an order book are put in order by their value, not as texts, and empty levels are left out', async () => {
    on.says({
      lastUpdateId: 1,
      bids: [
        ['999.5', '1'],
        ['1000.5', '2'],
        ['998', '0.000'],
        ['99', '3'],
      ],
      asks: [
        ['10001', '1'],
        ['1001', '2'],
      ],
    });
    expect(await on.market.orderBook('BTC/USDT', 10)).toMatchObject({
      bids: [
        ['1000.5', '2'],
        ['999.5', '1'],
        ['99', '3'],
      ],
      asks: [
        ['1001', '2'],
        ['10001', '1'],
      ],
    });
  });

  test('of candles are told as they are, and an order book of one side is one', async () => {
    on.says([candle(0, ['10.0', '12', '9', '11'], 1e-8), candle(1)]);
    expect((await on.market.candles('BTC/USDT', '1h', { limit: 1, since: undefined })).candles).toEqual([
      { time: '2026-03-03T01:00:00Z', open: '10', high: '12', low: '9', close: '11', volume: '5' },
    ]);
    expect((await on.market.candles('BTC/USDT', '1h', { limit: 1, since: START })).candles).toEqual([
      { time: '2026-03-03T00:00:00Z', open: '10.0', high: '12', low: '9', close: '11', volume: '0.00000001' },
    ]);
    on.says({ ...BOOK, asks: [] });
    expect(await on.market.orderBook('BTC/USDT', 1)).toMatchObject({ bids: [['10000.00', '1']], asks: [] });
  });
});
