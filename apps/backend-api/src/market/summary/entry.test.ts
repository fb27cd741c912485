import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { bestOf, spreadOf } from './entry.js';

describe('the spread in basis points of the middle', () => {
  test.each<[string | null, string | null, number | null]>([
    ['99', '101', 200],
    ['46000.00', '46000.10', 0.02],
    ['0.00001234', '0.00001235', 8.1],
    ['0.000000000000000001', '0.000000000000000003', 10_000],
    ['100', '100', 0],
    ['101', '99', -200],
    ['1', '1.000001', 0.01],
    ['1', '1.0000001', 0],
    ['0', '0', null],
    [null, '101', null],
    ['99', null, null],
  ])('of %p and %p is %p', (bid, ask, bps) => {
    expect(spreadOf(bid, ask)).toBe(bps);
  });

  test('does not depend on the unit of the price', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e9 }), fc.integer({ min: 0, max: 1e6 }), (bid, more) => {
        const shifted = (value: number) => `0.${String(value).padStart(30, '0')}`;
        expect(spreadOf(shifted(bid), shifted(bid + more))).toBe(spreadOf(String(bid), String(bid + more)));
      }),
    );
  });
});

const entry = (exchange: string, bid: string | null, ask: string | null, stale = false) => ({
  ...{ exchange, last: null, bid, ask, spread_bps: null, change_24h_percent: null },
  ...{ base_volume_24h: null, quote_volume_24h: null, as_of: '2026-03-03T10:30:00Z' },
  ...(stale ? { stale: true as const, stale_reason: 'timeout' } : {}),
});

describe('the best venue each way', () => {
  test('is the lowest ask to buy and the highest bid to sell, compared as decimals', () => {
    expect(
      bestOf([entry('a', '9.5', '10.10'), entry('b', '10.00', '10.2'), entry('c', '9', '9.99')]),
    ).toEqual({
      buy: { exchange: 'c', price: '9.99' },
      sell: { exchange: 'b', price: '10.00' },
    });
  });

  test('of equal prices is the first by name, however they are written', () => {
    expect(bestOf([entry('b', '10', '11.0'), entry('a', '10.000', '11')])).toEqual({
      buy: { exchange: 'a', price: '11' },
      sell: { exchange: 'a', price: '10.000' },
    });
  });

  test('is none that is stale, missing or zero', () => {
    expect(bestOf([entry('a', '20', '1', true), entry('b', null, '0'), entry('c', '0', null)])).toEqual({
      buy: null,
      sell: null,
    });
  });
});
