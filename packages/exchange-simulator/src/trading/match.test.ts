import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Side } from '../accounts/orders.js';
import type { Level } from '../market/depth.js';
import { MARKETS } from '../market/symbols.js';
import { isWithinLimit, sumOfLots, sumOfQuote, takeLots, takeValue } from './match.js';

const anySide = fc.constantFrom<Side>('BUY', 'SELL');
const anyMarket = fc.constantFrom(...MARKETS);
const anyLots = fc.integer({ min: 1, max: 1_000_000 });
const anyLevels = fc.uniqueArray(fc.tuple(fc.integer({ min: 1, max: 1_000_000 }), anyLots), {
  selector: ([ticks]) => ticks,
  maxLength: 20,
});

/** Levels as the side of a book that an order meets: best price first. */
function ordered(side: Side, levels: [number, number][]): Level[] {
  return levels.toSorted(([a], [b]) => (side === 'BUY' ? a - b : b - a));
}

describe('an order that meets a book', () => {
  test('takes best prices first, never more than is offered or wanted, and stops at its limit', () => {
    fc.assert(
      fc.property(
        ...([anySide, anyLevels, anyLots, fc.option(fc.integer({ min: 1, max: 1_000_000 }))] as const),
        (side, levels, lots, limit) => {
          const book = ordered(side, levels);
          const taken = takeLots(side, lots, book, limit ?? undefined);
          const within = book.filter(([ticks]) => limit === null || isWithinLimit(side, limit, ticks));
          const offered = within.reduce((sum, [, quantity]) => sum + quantity, 0);
          expect(sumOfLots(taken)).toBe(Math.min(lots, offered));
          expect(taken.map(({ ticks }) => ticks)).toEqual(
            within.slice(0, taken.length).map(([ticks]) => ticks),
          );
          expect(taken.slice(0, -1).map((part) => part.lots)).toEqual(
            within.slice(0, Math.max(0, taken.length - 1)).map(([, quantity]) => quantity),
          );
          expect(taken.every((part) => part.lots > 0)).toBe(true);
        },
      ),
    );
  });

  test('by value comes to no more than that, and to less by under one lot unless the book ends', () => {
    const anyValue = fc.bigInt({ min: 1n, max: 10n ** 15n });
    fc.assert(
      fc.property(anyMarket, anyLevels, anyValue, (symbol, levels, value) => {
        const book = ordered('BUY', levels);
        const taken = takeValue(symbol, value, book);
        const spent = sumOfQuote(symbol, taken);
        const next = book.find(([, quantity], index) => (taken[index]?.lots ?? 0) < quantity);
        expect(spent <= value).toBe(true);
        if (next) {
          const one = sumOfQuote(symbol, [{ ticks: next[0], lots: 1 }]);
          expect(spent + one > value).toBe(true);
        } else expect(sumOfLots(taken)).toBe(book.reduce((sum, [, quantity]) => sum + quantity, 0));
      }),
    );
  });
});
