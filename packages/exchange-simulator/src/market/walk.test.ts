import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Bar } from './bar.js';
import { MARKETS, type MarketSymbol } from './symbols.js';
import { createWalk, type Walk } from './walk.js';

const FROM = Date.UTC(2020, 0, 1) / 1000;
const TO = Date.UTC(2035, 0, 1) / 1000;
const anyMarket = fc.constantFrom(...MARKETS);
const anySecond = fc.integer({ min: FROM, max: TO });

const walkOf = (symbol: MarketSymbol, seed = 'tests') => createWalk(seed, symbol);

function foldSeconds(walk: Walk, first: number, last: number): Bar {
  const seconds = Array.from({ length: last - first + 1 }, (_, i) => walk.bar(first + i, first + i));
  return {
    open: (seconds[0] as Bar).open,
    high: Math.max(...seconds.map((bar) => bar.high)),
    low: Math.min(...seconds.map((bar) => bar.low)),
    close: (seconds.at(-1) as Bar).close,
    volume: seconds.reduce((sum, bar) => sum + bar.volume, 0),
  };
}

describe('a price walk', () => {
  test('gives the price that every machine gives for a seed, a market and a second', () => {
    const second = Date.UTC(2026, 2, 3, 10, 30) / 1000;
    expect(MARKETS.map((symbol) => [symbol.id, walkOf(symbol, 'neuratrade').priceAt(second)])).toEqual([
      ['BTCUSDT', 6478140],
      ['ETHUSDT', 356039],
      ['BNBUSDT', 58717],
      ['XRPUSDT', 25673],
      ['SOLUSDT', 17128],
      ['ADAUSDT', 6422],
      ['DOGEUSDT', 21029],
    ]);
  });

  test('gives the same bar however often and in whatever order it is asked', () => {
    fc.assert(
      fc.property(anyMarket, anySecond, fc.integer({ min: 0, max: 100_000 }), (symbol, first, length) => {
        const walk = walkOf(symbol);
        walk.priceAt(first + length);
        expect(walk.bar(first, first + length)).toEqual(walkOf(symbol).bar(first, first + length));
      }),
    );
  });

  test('moves differently for another seed and for another market', () => {
    const second = FROM + 1_000_000;
    const [bitcoin, ether] = MARKETS as [MarketSymbol, MarketSymbol];
    expect(walkOf(bitcoin, 'a').priceAt(second)).not.toEqual(walkOf(bitcoin, 'b').priceAt(second));
    const share = (symbol: MarketSymbol) => walkOf(symbol).priceAt(second) / symbol.centre;
    expect(share(bitcoin)).not.toBeCloseTo(share(ether), 6);
  });

  test('is, over any span, exactly the fold of its seconds', () => {
    fc.assert(
      fc.property(anyMarket, anySecond, fc.integer({ min: 0, max: 1_500 }), (symbol, first, length) => {
        const walk = walkOf(symbol);
        expect(walk.bar(first, first + length)).toEqual(foldSeconds(walk, first, first + length));
      }),
      { numRuns: 60 },
    );
  });

  test('is over a whole day exactly the fold of its seconds', () => {
    const walk = walkOf(MARKETS[0] as MarketSymbol);
    const day = Date.UTC(2026, 2, 3) / 1000;
    expect(walk.bar(day, day + 86_399)).toEqual(foldSeconds(walk, day, day + 86_399));
  });

  test('keeps open and close between low and high, above zero, and trades every second', () => {
    fc.assert(
      fc.property(anyMarket, anySecond, fc.integer({ min: 0, max: 40_000_000 }), (symbol, first, length) => {
        const bar = walkOf(symbol).bar(first, first + length);
        expect(bar.low).toBeGreaterThan(0);
        expect(bar.low).toBeLessThanOrEqual(Math.min(bar.open, bar.close));
        expect(bar.high).toBeGreaterThanOrEqual(Math.max(bar.open, bar.close));
        expect(bar.volume).toBeGreaterThan(length);
      }),
    );
  });

  test('moves within any minute, in steps no larger than a hundredth of the price', () => {
    fc.assert(
      fc.property(fc.constantFrom(...MARKETS.slice(0, 3)), anySecond, (symbol, first) => {
        const walk = walkOf(symbol);
        const prices = Array.from({ length: 60 }, (_, i) => walk.priceAt(first + i));
        expect(new Set(prices).size).toBeGreaterThan(1);
        const steps = prices.slice(1).map((price, i) => Math.abs(price / (prices[i] as number) - 1));
        expect(Math.max(...steps)).toBeLessThan(0.01);
      }),
    );
  });
});
