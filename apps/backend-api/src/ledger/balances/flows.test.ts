import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Decimal, ONE, ZERO } from '../decimal.js';
import type { Fill, LineName, Side } from '../fills/fill.js';
import { createRealizing } from './effects/realized.js';
import { flowsBetween } from './flows.js';

const amount = (asset: string, text: string) => ({ asset, amount: new Decimal(text) });

test('a flow is what changed and no fill explains, of what both balances name', () => {
  const before = [amount('USDT', '100'), amount('BTC', '1'), amount('ETH', '3'), amount('XRP', '0')];
  const after = [amount('USDT', '40'), amount('BTC', '1.5'), amount('SOL', '7'), amount('XRP', '2')];
  const effects = [amount('USDT', '-50'), amount('USDT', '-9'), amount('BTC', '0.5')];
  expect(flowsBetween(before, after, effects)).toEqual([amount('USDT', '-1'), amount('XRP', '2')]);
});

const fillOf = (side: Side, line: LineName, price: number, amount: number): Fill => ({
  ...{ id: '1', executedAt: 0, side, line, price: new Decimal(price), amount: new Decimal(amount) },
  ...{ contractSize: new Decimal('0.1'), feeQuote: ONE, feeBase: ZERO, funding: ONE, rate: ONE },
});

const paid = (...fills: readonly Fill[]): string[] => {
  const realizing = createRealizing({});
  return fills.map((fill) => realizing.apply(fill).toFixed());
};

test('a swap pays when a position is closed, also one that is crossed, and not when it is opened', () => {
  expect(
    paid(
      fillOf('buy', 'net', 100, 30),
      fillOf('sell', 'net', 120, 50),
      fillOf('sell', 'net', 110, 20),
      fillOf('buy', 'net', 100, 40),
    ),
  ).toEqual(['0', '60', '0', '60']);
});

test('what is closed beyond a known position of hedge mode pays what is not known', () => {
  expect(
    paid(fillOf('sell', 'long', 120, 50), fillOf('buy', 'long', 100, 10), fillOf('sell', 'long', 110, 30)),
  ).toEqual(['0', '0', '10']);
});

test('what swaps pay, and what is left at the last price, is what was bought and sold', () => {
  const anyFill = fc.record({
    side: fc.constantFrom<Side>('buy', 'sell'),
    price: fc.integer({ min: 1, max: 1_000 }),
    amount: fc.integer({ min: 1, max: 50 }),
  });
  fc.assert(
    fc.property(fc.array(anyFill, { minLength: 1, maxLength: 40 }), (fills) => {
      const realizing = createRealizing({});
      const flat = fills.reduce((size, { side, amount }) => size + (side === 'buy' ? amount : -amount), 0);
      const closing = { side: flat > 0 ? 'sell' : 'buy', price: 77, amount: Math.abs(flat) } as const;
      const all = flat === 0 ? fills : [...fills, closing];
      const pays = all.map(({ side, price, amount }) => realizing.apply(fillOf(side, 'net', price, amount)));
      const cash = all.reduce(
        (sum, { side, price, amount }) => sum + (side === 'buy' ? -1 : 1) * price * amount,
        0,
      );
      const total = pays.reduce((sum, pay) => sum.plus(pay), ZERO);
      expect(total.toDecimalPlaces(20).toFixed()).toBe(new Decimal(cash).times('0.1').toFixed());
    }),
  );
});
