import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createPath } from './path.js';
import { MARKETS, type MarketSymbol } from './symbols.js';
import { createWalk } from './walk.js';

const bitcoin = MARKETS[0] as MarketSymbol;
const walk = createWalk('tests', bitcoin);
const SECOND = Date.UTC(2026, 2, 3, 10, 30) / 1000;

describe('a set price', () => {
  test('holds from its second on when frozen, and leaves the past as it was', () => {
    const path = createPath(walk);
    path.setPrice(4_600_000, SECOND, true);
    expect([path.priceAt(SECOND - 1), path.priceAt(SECOND), path.priceAt(SECOND + 99_999)]).toEqual([
      walk.priceAt(SECOND - 1),
      4_600_000,
      4_600_000,
    ]);
  });

  test('moves on in the proportions of the walk when not frozen', () => {
    const path = createPath(walk);
    path.setPrice(4_600_000, SECOND, false);
    const later = SECOND + 3_600;
    const share = walk.priceAt(later) / walk.priceAt(SECOND);
    expect([path.priceAt(SECOND), path.priceAt(later)]).toEqual([4_600_000, Math.round(4_600_000 * share)]);
  });

  test('is replaced by the next one, also within the same second', () => {
    const path = createPath(walk);
    path.setPrice(1, SECOND, true);
    path.setPrice(2, SECOND, true);
    path.setPrice(3, SECOND + 10, true);
    expect([path.priceAt(SECOND), path.priceAt(SECOND + 9), path.priceAt(SECOND + 10)]).toEqual([2, 2, 3]);
  });

  test('shows in every bar that holds it', () => {
    const path = createPath(walk);
    path.setPrice(1_000, SECOND, false);
    path.setPrice(9_000_000, SECOND + 40, true);
    fc.assert(
      fc.property(fc.integer({ min: -90, max: 90 }), fc.nat(120), (offset, length) => {
        const first = SECOND + offset;
        const seconds = Array.from({ length: length + 1 }, (_, i) => path.bar(first + i, first + i));
        const closes = seconds.map((bar) => bar.close);
        expect(path.bar(first, first + length)).toEqual({
          open: closes[0],
          high: Math.max(...closes),
          low: Math.min(...closes),
          close: closes.at(-1),
          volume: seconds.reduce((sum, bar) => sum + bar.volume, 0),
        });
      }),
    );
  });
});
