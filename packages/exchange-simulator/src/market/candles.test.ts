import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Candle, LISTED_AT, listCandles } from './candles.js';
import { bookAt } from './depth.js';
import { INTERVALS, type Interval } from './intervals.js';
import { createMarket } from './market.js';
import { MARKETS } from './symbols.js';
import { dayTicker } from './ticker.js';

const market = createMarket('tests');
const anyMarket = fc.constantFrom(...MARKETS);
const anyInterval = fc.constantFrom(...INTERVALS.keys());
const anyInstant = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2030, 0, 1) });
const intervalOf = (name: string) => INTERVALS.get(name) as Interval;

describe('candles', () => {
  test('follow one another without a gap, and the last one closes at the last price', () => {
    fc.assert(
      fc.property(anyMarket, anyInterval, anyInstant, (symbol, name, now) => {
        const path = market.path(symbol);
        const candles = listCandles(path, { interval: intervalOf(name), limit: 5 }, now);
        const last = candles.at(-1) as Candle;
        expect(candles.length).toBe(5);
        expect(last.close).toBe(path.priceAt(Math.floor(now / 1000)));
        expect(last.openTime <= now && now <= last.closeTime).toBe(true);
        for (const [i, candle] of candles.entries()) {
          const { open, high, low, close } = candle;
          expect(low <= Math.min(open, close) && Math.max(open, close) <= high).toBe(true);
          if (i > 0) expect(candle.openTime).toBe((candles[i - 1] as Candle).closeTime + 1);
        }
      }),
    );
  });

  test('of one length add up to those of another', () => {
    fc.assert(
      fc.property(anyMarket, anyInstant, (symbol, instant) => {
        const path = market.path(symbol);
        const hour = intervalOf('1h');
        const startTime = hour.openOf(instant);
        const now = startTime + 10 * 3_600_000;
        const [whole] = listCandles(path, { interval: hour, limit: 1, startTime }, now);
        const minutes = listCandles(path, { interval: intervalOf('1m'), limit: 60, startTime }, now);
        expect(whole).toEqual({
          openTime: startTime,
          open: minutes[0]?.open,
          high: Math.max(...minutes.map((minute) => minute.high)),
          low: Math.min(...minutes.map((minute) => minute.low)),
          close: minutes.at(-1)?.close,
          volume: minutes.reduce((sum, minute) => sum + minute.volume, 0),
          closeTime: minutes.at(-1)?.closeTime,
        });
      }),
    );
  });

  test('are chosen by start, end and limit as the exchange chooses them', () => {
    const path = market.path(MARKETS[0] as (typeof MARKETS)[number]);
    const now = Date.UTC(2026, 2, 3, 10, 30, 30);
    const minute = (n: number) => Date.UTC(2026, 2, 3, 10, n);
    const opens = (query: { limit: number; startTime?: number; endTime?: number }) =>
      listCandles(path, { interval: intervalOf('1m'), ...query }, now).map((candle) => candle.openTime);
    expect([
      opens({ limit: 2 }),
      opens({ limit: 2, endTime: minute(20) }),
      opens({ limit: 2, startTime: minute(10) + 1 }),
      opens({ limit: 9, startTime: minute(10), endTime: minute(11) }),
      opens({ limit: 9, startTime: minute(29), endTime: minute(59) }),
      opens({ limit: 9, startTime: minute(31) }),
      opens({ limit: 9, endTime: LISTED_AT - 1 }),
    ]).toEqual([
      [minute(29), minute(30)],
      [minute(19), minute(20)],
      [minute(11), minute(12)],
      [minute(10), minute(11)],
      [minute(29), minute(30)],
      [],
      [],
    ]);
  });

  test('begin on Mondays, firsts of a month and the day of listing', () => {
    const path = market.path(MARKETS[0] as (typeof MARKETS)[number]);
    const now = Date.UTC(2026, 2, 3, 10);
    const opens = (name: string, limit: number) =>
      listCandles(path, { interval: intervalOf(name), limit }, now).map((candle) =>
        new Date(candle.openTime).toISOString().slice(0, 10),
      );
    expect([opens('1w', 2), opens('1M', 2), opens('1M', 1_000)[0]]).toEqual([
      ['2026-02-23', '2026-03-02'],
      ['2026-02-01', '2026-03-01'],
      '2020-01-01',
    ]);
  });

  test('of every length are listed a thousand at a time in less than 100 ms of processor time', () => {
    const path = market.path(MARKETS[0] as (typeof MARKETS)[number]);
    const cost = (interval: Parameters<typeof listCandles>[1]['interval'], day: number): number => {
      const started = process.cpuUsage();
      listCandles(path, { interval, limit: 1_000 }, Date.UTC(2026, 2, day, 10));
      const { user, system } = process.cpuUsage(started);
      return (user + system) / 1_000;
    };
    const costs = [...INTERVALS].map(([name, interval]) => {
      let ms = Number.POSITIVE_INFINITY;
      for (let day = 1; day <= 25 && ms >= 100; day++) ms = cost(interval, day);
      return { name, ms };
    });
    expect(costs.filter(({ ms }) => ms >= 100)).toEqual([]);
  });
});

describe('the 24-hour ticker', () => {
  test('agrees with the candles, the price of 24 hours ago and the order book', () => {
    fc.assert(
      fc.property(anyMarket, anyInstant, (symbol, now) => {
        const path = market.path(symbol);
        const second = Math.floor(now / 1000);
        const ticker = dayTicker(path, now);
        const [candle] = listCandles(path, { interval: intervalOf('1m'), limit: 1 }, now);
        const book = market.book(symbol, second, 20);
        const opening = now - 86_400_000;
        const minutes = listCandles(
          path,
          { interval: intervalOf('1m'), limit: 2_000, startTime: opening },
          now,
        );
        expect(ticker.open).toBe(path.priceAt(second - 86_400));
        expect(ticker.close).toBe(candle?.close);
        expect(book).toEqual(bookAt(symbol, second, ticker.close, 20));
        expect(ticker.high).toBeGreaterThanOrEqual(Math.max(...minutes.map((minute) => minute.high)));
        expect(ticker.low).toBeLessThanOrEqual(Math.min(...minutes.map((minute) => minute.low)));
        expect(ticker.volume).toBeGreaterThan(minutes.reduce((sum, minute) => sum + minute.volume, 0) - 1);
      }),
      { numRuns: 25 },
    );
  });
});

describe('an order book', () => {
  test('has falling bids below rising asks about the last price, and deepens without changing', () => {
    fc.assert(
      fc.property(anyMarket, anyInstant, fc.integer({ min: 1, max: 2_000 }), (symbol, now, levels) => {
        const second = Math.floor(now / 1000);
        const last = market.path(symbol).priceAt(second);
        const { bids, asks } = bookAt(symbol, second, last, levels);
        const prices = [...bids.map(([price]) => price).reverse(), ...asks.map(([price]) => price)];
        expect(prices.every((price, i) => price > (prices[i - 1] ?? 0))).toBe(true);
        expect([...bids, ...asks].every(([, quantity]) => quantity >= 1)).toBe(true);
        expect([bids[0]?.[0], asks[0]?.[0]]).toContain(last);
        const deeper = bookAt(symbol, second, last, levels + 10);
        expect({ bids: deeper.bids.slice(0, bids.length), asks: deeper.asks.slice(0, asks.length) }).toEqual({
          bids,
          asks,
        });
      }),
    );
  });

  test('of a market at its lowest price still has both sides', () => {
    const symbol = MARKETS[0] as (typeof MARKETS)[number];
    const books = [1, 2, 3].map((second) => bookAt(symbol, second, 1, 5));
    expect(books.every(({ bids, asks }) => bids.length === 1 && asks.length === 5)).toBe(true);
  });
});
