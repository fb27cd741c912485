import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Decimal, ONE, ZERO } from '../../decimal.js';
import type { Fill } from '../../fills/fill.js';
import { createFold } from '../../fills/fold.js';
import { explain } from './residual.js';

const decimal = (text: string) => new Decimal(text);
const moment = (equity: string, unrealized: string, openFees: string) => ({
  equity: decimal(equity),
  unrealized: decimal(unrealized),
  openFees: decimal(openFees),
});

test('what is realised, held, paid for entries and moved explains a change; the rest is the residual', () => {
  const flow = (asset: string, value: string | null) => ({
    ...{ at: 0, asset, amount: ONE, value: value === null ? null : decimal(value) },
  });
  const flows = [flow('USDT', '500'), flow('USDT', '-20'), flow('XYZ', null), flow('XYZ', null)];
  const { unpriced, ...figures } = explain(
    moment('1000', '10', '2'),
    moment('1600', '4', '5'),
    decimal('100'),
    flows,
  );
  expect(unpriced).toEqual(['XYZ']);
  expect(Object.entries(figures).map(([name, value]) => [name, value.toFixed()])).toEqual([
    ['change', '600'],
    ['unrealizedChange', '-6'],
    ['openFeesChange', '3'],
    ['flows', '480'],
    ['residual', '29'],
  ]);
});

type Step = { part: number; price: number; fee: number; sells: boolean; inBase: boolean; deposit: number };

const steps = fc.array(
  fc.record({
    part: fc.integer({ min: 1, max: 100 }),
    price: fc.integer({ min: 1, max: 99_999 }),
    fee: fc.integer({ min: -5, max: 50 }),
    sells: fc.boolean(),
    inBase: fc.boolean(),
    deposit: fc.integer({ min: -50, max: 50 }),
  }),
  { minLength: 2, maxLength: 30 },
);

/** An account that trades one market with money of its own, beside the fold of its fills. */
function account(market: 'spot' | 'swap') {
  const fold = createFold({ market, amountStep: ZERO, costMin: ZERO });
  let [cash, held, realized, flows] = [decimal('10000'), ZERO, ZERO, ZERO];
  return {
    step({ part, price: cents, fee, sells, inBase, deposit }: Step): void {
      const price = new Decimal(cents).div(100);
      const isSale = sells && (market === 'swap' || held.gt(0));
      const amount = isSale && market === 'spot' ? held.times(part).div(200) : new Decimal(part).div(10);
      const feeBase = inBase && market === 'spot' ? amount.times(Math.max(fee, 0)).div(10_000) : ZERO;
      const feeQuote =
        inBase && market === 'spot' ? feeBase.times(price) : amount.times(price).times(fee).div(10_000);
      const funding = market === 'swap' ? new Decimal(deposit).div(7) : ZERO;
      const fill: Fill = {
        ...{ id: '1', executedAt: 1, side: isSale ? 'sell' : 'buy', line: 'net', price, amount },
        ...{ contractSize: ONE, feeQuote, feeBase, funding, rate: ONE },
      };
      const signed = isSale ? amount.negated() : amount;
      held = held.plus(signed).minus(feeBase);
      cash = cash
        .minus(signed.times(price))
        .minus(feeBase.isZero() ? feeQuote : ZERO)
        .plus(funding);
      cash = cash.plus(deposit);
      flows = flows.plus(deposit);
      realized = realized.plus(fold.apply(fill).pnl ?? ZERO);
    },
    moment(mark: Decimal) {
      const { net } = fold.lines;
      const { size = ZERO, cost = ZERO, direction = 1, fees = ZERO, funding = ZERO } = net ?? {};
      return {
        equity: cash.plus(held.times(mark)),
        unrealized: size.times(mark).minus(cost).times(direction),
        openFees: (fees ?? ZERO).minus(funding),
      };
    },
    totals: () => ({ realized, flows }),
  };
}

test.each(['spot', 'swap'] as const)('nothing of a %s account is unexplained, whatever it does', (market) => {
  fc.assert(
    fc.property(steps, fc.nat(), fc.integer({ min: 1, max: 9_999 }), (all, at, cents) => {
      const traded = account(market);
      const split = 1 + (at % (all.length - 1));
      const mark = new Decimal(cents).div(10);
      for (const step of all.slice(0, split)) traded.step(step);
      const [from, before] = [traded.moment(mark), traded.totals()];
      for (const step of all.slice(split)) traded.step(step);
      const [to, after] = [traded.moment(mark.times(3)), traded.totals()];
      const value = after.flows.minus(before.flows);
      const { residual } = explain(from, to, after.realized.minus(before.realized), [
        { at: 0, asset: 'USDT', amount: value, value },
      ]);
      expect(residual.abs().lt('1e-20')).toBe(true);
    }),
  );
});
