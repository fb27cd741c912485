import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Decimal, ONE, ZERO } from '../decimal.js';
import type { BookRules, Fill, LineName, Side } from './fill.js';
import { type ClosedTrade, createFold, type Fold } from './fold.js';
import { compareFills } from './order.js';
import { readLines, writeLines } from './state.js';

const SPOT: BookRules = { market: 'spot', amountStep: null, costMin: null };
const SWAP: BookRules = { market: 'swap', amountStep: null, costMin: null };

type Short = [side: Side, amount: string, price: string, rest?: Partial<Fill>];

function fillsOf(shorts: readonly Short[]): Fill[] {
  return shorts.map(([side, amount, price, rest], index) => ({
    id: String(index + 1),
    executedAt: 1_000 * (index + 1),
    side,
    line: 'net',
    price: new Decimal(price),
    amount: new Decimal(amount),
    contractSize: ONE,
    feeQuote: ZERO,
    feeBase: ZERO,
    funding: ZERO,
    rate: ONE,
    ...rest,
  }));
}

interface Shown {
  pnl: (string | null | undefined)[];
  trades: Record<string, unknown>[];
  open: Record<string, unknown>;
}

const shown = (trade: ClosedTrade): Record<string, unknown> => ({
  side: trade.side,
  size: trade.size.toFixed(),
  entry: trade.entryPrice.toFixed(),
  exit: trade.exitPrice.toFixed(),
  opened: trade.openedAt,
  closed: trade.closedAt,
  by: trade.closedBy,
  pnl: trade.pnl?.toFixed() ?? null,
  fees: trade.fees?.toFixed() ?? null,
  funding: trade.funding.toFixed(),
});

function run(rules: BookRules, shorts: readonly Short[]): Shown {
  const fold = createFold(rules);
  const results = fillsOf(shorts).map(fold.apply);
  return {
    pnl: results.map(({ pnl }) => (pnl === undefined ? undefined : (pnl?.toFixed() ?? null))),
    trades: results.flatMap(({ trade }) => (trade === undefined ? [] : [shown(trade)])),
    open: openOf(fold),
  };
}

function openOf({ lines }: Fold): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(lines).map(([name, { direction, size, cost, fees }]) => [
      name,
      { size: size.times(direction).toFixed(), cost: cost.toFixed(), fees: fees?.toFixed() ?? null },
    ]),
  );
}

const fee = (cost: string): Partial<Fill> => ({ feeQuote: new Decimal(cost) });

describe('a round trip', () => {
  test('of a long earns close − open, fees on both sides: A·P₁(1 − f) − A·P₀(1 + f)', () => {
    const { pnl, trades, open } = run(SPOT, [
      ['buy', '30', '2', fee('0.15')],
      ['sell', '30', '2.2', fee('0.165')],
    ]);
    expect(pnl).toEqual([undefined, '5.685']);
    expect(trades).toEqual([
      {
        ...{ side: 'long', size: '30', entry: '2', exit: '2.2', opened: 1_000, closed: 2_000, by: '2' },
        ...{ pnl: '5.685', fees: '0.315', funding: '0' },
      },
    ]);
    expect(open).toEqual({ net: { size: '0', cost: '0', fees: '0' } });
  });

  test('of a short is mirrored', () => {
    const { pnl, trades } = run(SWAP, [
      ['sell', '30', '2.2', fee('0.165')],
      ['buy', '30', '2', fee('0.15')],
    ]);
    expect(pnl).toEqual([undefined, '5.685']);
    expect(trades.map(({ side, pnl: net }) => [side, net])).toEqual([['short', '5.685']]);
  });

  test('in parts realises each part at the average entry, with its share of the entry fees, and is one trade', () => {
    const { pnl, trades } = run(SPOT, [
      ['buy', '1', '100', fee('0.1')],
      ['buy', '3', '120', fee('0.3')],
      ['sell', '1', '130', fee('0.13')],
      ['sell', '3', '110', fee('0.33')],
    ]);
    expect(pnl).toEqual([undefined, undefined, '14.77', '-15.63']);
    expect(trades).toEqual([
      {
        ...{ side: 'long', size: '4', entry: '115', exit: '115', opened: 1_000, closed: 4_000, by: '4' },
        ...{ pnl: '-0.86', fees: '0.86', funding: '0' },
      },
    ]);
  });

  test('with a rebate and with funding counts them', () => {
    const { pnl } = run(SWAP, [
      ['buy', '2', '50', { ...fee('-0.02'), funding: new Decimal('-0.5') }],
      ['sell', '1', '50', { ...fee('0'), funding: new Decimal('0.1') }],
      ['sell', '1', '50'],
    ]);
    expect(pnl).toEqual([undefined, '-0.14', '-0.24']);
  });

  test('in contracts counts what a contract holds', () => {
    const contractSize = new Decimal('0.001');
    const { trades } = run(SWAP, [
      ['buy', '500', '40000', { contractSize }],
      ['sell', '500', '41000', { contractSize }],
    ]);
    expect(trades.map(({ size, entry, exit, pnl }) => [size, entry, exit, pnl])).toEqual([
      ['500', '40000', '41000', '500'],
    ]);
  });

  test('in another quote currency is worth what that was worth when it closed', () => {
    const { pnl } = run(SPOT, [
      ['buy', '1', '0.05', { rate: new Decimal(40_000) }],
      ['sell', '1', '0.06', { rate: new Decimal(50_000) }],
    ]);
    expect(pnl).toEqual([undefined, '500']);
  });
});

describe('a swap that is sold beyond its position', () => {
  test('closes the long and opens a short with the rest and its share of the fee', () => {
    const { pnl, trades, open } = run(SWAP, [
      ['buy', '1', '100'],
      ['sell', '3', '110', fee('0.3')],
      ['buy', '2', '105', fee('0.2')],
    ]);
    expect(pnl).toEqual([undefined, '9.9', '9.6']);
    expect(trades.map(({ side, size, by, pnl: net }) => [side, size, by, net])).toEqual([
      ['long', '1', '2', '9.9'],
      ['short', '2', '3', '9.6'],
    ]);
    expect(open).toEqual({ net: { size: '0', cost: '0', fees: '0' } });
  });

  test('in hedge mode does not: long and short stand beside each other', () => {
    const line = (name: LineName): Partial<Fill> => ({ line: name });
    const { pnl, trades, open } = run(SWAP, [
      ['buy', '1', '100', line('long')],
      ['sell', '2', '110', line('short')],
      ['sell', '3', '120', line('long')],
      ['buy', '1', '90', line('short')],
    ]);
    expect(pnl).toEqual([undefined, undefined, '20', '20']);
    expect(trades.map(({ side, by }) => [side, by])).toEqual([['long', '3']]);
    expect(open).toEqual({
      long: { size: '0', cost: '0', fees: '0' },
      short: { size: '-1', cost: '110', fees: '0' },
    });
  });
});

describe('what was held before the known fills', () => {
  test('realises nothing when it is sold, and never makes a short on the spot market', () => {
    expect(run(SPOT, [['sell', '5', '100', fee('0.5')]])).toEqual({ pnl: [undefined], trades: [], open: {} });
  });

  test('takes its share of the fee of a sale that goes beyond the known position', () => {
    const { pnl, trades } = run(SPOT, [
      ['buy', '1', '100'],
      ['sell', '4', '110', fee('0.4')],
    ]);
    expect(pnl).toEqual([undefined, '9.9']);
    expect(trades.map(({ size, pnl: net }) => [size, net])).toEqual([['1', '9.9']]);
  });
});

describe('fees in the base currency', () => {
  test('leave the position smaller than what was bought, and the money is right to the cent', () => {
    const { pnl, open } = run(SPOT, [
      ['buy', '1', '100', { feeBase: new Decimal('0.001'), feeQuote: new Decimal('0.1') }],
      ['sell', '0.999', '110', fee('0.10989')],
    ]);
    expect(pnl).toEqual([undefined, '9.78011']);
    expect(open).toEqual({ net: { size: '0', cost: '0', fees: '0' } });
  });

  test('of a sale are sold with it', () => {
    const { pnl } = run(SPOT, [
      ['buy', '1', '100'],
      ['sell', '0.999', '110', { feeBase: new Decimal('0.001'), feeQuote: new Decimal('0.11') }],
    ]);
    expect(pnl).toEqual([undefined, '9.89']);
  });
});

describe('dust', () => {
  test('below the lot ends the trade, is carried with its cost and joins the next one', () => {
    const rules: BookRules = { market: 'spot', amountStep: new Decimal('0.01'), costMin: null };
    const { pnl, trades, open } = run(rules, [
      ['buy', '1.005', '100'],
      ['sell', '1', '110'],
      ['buy', '1', '200'],
      ['sell', '1.005', '210'],
    ]);
    expect(pnl).toEqual([undefined, '10', undefined, '10.55']);
    expect(trades.map(({ size, opened, closed }) => [size, opened, closed])).toEqual([
      ['1.005', 1_000, 2_000],
      ['1.005', 3_000, 4_000],
    ]);
    expect(open).toEqual({ net: { size: '0', cost: '0', fees: '0' } });
  });

  test('below the least order value is dust too', () => {
    const rules: BookRules = { market: 'spot', amountStep: new Decimal('0.00001'), costMin: new Decimal(5) };
    const { trades } = run(rules, [
      ['buy', '1', '100'],
      ['sell', '0.96', '100'],
    ]);
    expect(trades.map(({ by }) => by)).toEqual(['2']);
  });

  test('of a market whose lot is unknown is below 10⁻⁸ of the largest size', () => {
    const sold = (amount: string) =>
      run(SPOT, [
        ['buy', '2', '100'],
        ['sell', amount, '100'],
      ]).trades.length;
    expect([sold('1.99999999'), sold('1.99999998'), sold('1.999999981')]).toEqual([1, 0, 1]);
  });
});

describe('what has no price yet', () => {
  test('leaves pnl and trade unknown until the position was closed, not as if it had cost nothing', () => {
    const { pnl, trades } = run(SPOT, [
      ['buy', '2', '100', { feeQuote: null }],
      ['sell', '1', '110'],
      ['sell', '1', '110'],
      ['buy', '1', '100'],
      ['sell', '1', '101'],
    ]);
    expect(pnl).toEqual([undefined, null, null, undefined, '1']);
    expect(trades.map(({ pnl: net, fees }) => [net, fees])).toEqual([
      [null, null],
      ['1', '0'],
    ]);
  });

  test('in the quote currency leaves the pnl unknown and nothing else', () => {
    const { pnl, trades } = run(SPOT, [
      ['buy', '1', '100'],
      ['sell', '1', '110', { rate: null }],
    ]);
    expect(pnl).toEqual([undefined, null]);
    expect(trades.map(({ pnl: net, fees }) => [net, fees])).toEqual([[null, '0']]);
  });
});

const cents = (most: number) => fc.integer({ min: 1, max: most }).map((n) => new Decimal(n).div(100));

const anyFill = fc.record({
  side: fc.constantFrom<Side>('buy', 'sell'),
  amount: cents(500),
  price: cents(20_000),
  fee: fc.integer({ min: -5, max: 100 }).map((n) => new Decimal(n).div(1_000)),
  inBase: fc.boolean(),
  at: fc.integer({ min: 0, max: 30 }),
});

type Any = typeof anyFill extends fc.Arbitrary<infer T> ? T : never;

const toFills = (market: BookRules['market'], contractSize: Decimal, given: readonly Any[]): Fill[] =>
  given.map(({ side, amount, price, fee: cost, inBase, at }, index) => {
    const feeBase = market === 'spot' && side === 'buy' && inBase ? amount.div(1_000) : ZERO;
    const feeQuote = feeBase.isZero() ? cost : feeBase.times(price);
    return {
      ...{ id: String(index), executedAt: at, side, line: 'net' as const, price, amount },
      ...{ contractSize, feeQuote, feeBase, funding: ZERO, rate: ONE },
    };
  });

describe('whatever the fills', () => {
  const markets = fc.oneof(
    fc.constant({ market: 'spot' as BookRules['market'], contractSize: ONE }),
    fc.constant({ market: 'swap' as BookRules['market'], contractSize: ONE }),
    fc.constant({ market: 'swap' as BookRules['market'], contractSize: new Decimal('0.1') }),
  );
  const rest = fc.record({
    amountStep: fc.constantFrom(null, new Decimal('0.01'), new Decimal(1)),
    given: fc.array(anyFill, { maxLength: 40 }),
  });
  const books = fc.tuple(markets, rest).map(([market, given]) => ({ ...market, ...given }));

  test('realised + unrealised − fees of what is open is the change in cash and holdings', () => {
    const mark = new Decimal('77.7');
    fc.assert(
      fc.property(books, ({ market, contractSize, amountStep, given }) => {
        const fold = createFold({ market, amountStep, costMin: null });
        let [cash, held, realised] = [ZERO, ZERO, ZERO];
        for (const fill of toFills(market, contractSize, given).sort(compareFills)) {
          const known = fold.lines.net?.size ?? ZERO;
          if (market === 'spot' && fill.side === 'sell' && fill.amount.gt(known)) continue;
          realised = realised.plus(fold.apply(fill).pnl ?? ZERO);
          const moved = fill.amount.times(fill.side === 'buy' ? 1 : -1);
          cash = cash.minus(moved.times(fill.price).times(contractSize));
          if (fill.feeBase.isZero()) cash = cash.minus(fill.feeQuote ?? ZERO);
          held = held.plus(moved).minus(fill.feeBase);
        }
        const { direction, size, cost, fees } = fold.lines.net ?? {
          ...{ direction: 1, size: ZERO, cost: ZERO, fees: ZERO },
        };
        const unrealised = size.times(mark).times(contractSize).minus(cost).times(direction);
        const difference = realised
          .plus(unrealised)
          .minus(fees ?? ZERO)
          .minus(cash.plus(held.times(mark).times(contractSize)));
        expect(size.times(direction).toFixed()).toBe(held.toFixed());
        expect(difference.abs().lt(1e-35)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('any order and any repetition of arrival gives the same, since they are folded by time and id', () => {
    fc.assert(
      fc.property(
        books,
        fc.infiniteStream(fc.nat()),
        ({ market, contractSize, amountStep, given }, noise) => {
          const fills = toFills(market, contractSize, given);
          const figures = (arrived: readonly Fill[]): string => {
            const fold = createFold({ market, amountStep, costMin: null });
            const once = [...new Map(arrived.map((fill) => [fill.id, fill])).values()].sort(compareFills);
            return JSON.stringify([once.map(fold.apply), writeLines(fold.lines)]);
          };
          const shuffled = [...fills, ...fills.slice(0, 5)]
            .map((fill) => ({ fill, key: noise.next().value as number }))
            .sort((a, b) => a.key - b.key)
            .map(({ fill }) => fill);
          expect(figures(shuffled)).toBe(figures(fills));
        },
      ),
      { numRuns: 300 },
    );
  });

  test('a fold goes on from its written state as if it had never stopped', () => {
    fc.assert(
      fc.property(books, fc.nat(40), ({ market, contractSize, amountStep, given }, cut) => {
        const rules: BookRules = { market, amountStep, costMin: null };
        const fills = toFills(market, contractSize, given).sort(compareFills);
        const whole = createFold(rules);
        const expected = fills.map(whole.apply);
        const before = createFold(rules);
        const first = fills.slice(0, cut).map(before.apply);
        const after = createFold(rules, readLines(writeLines(before.lines)));
        const second = fills.slice(cut).map(after.apply);
        expect(JSON.stringify([...first, ...second])).toBe(JSON.stringify(expected));
        expect(writeLines(after.lines)).toBe(writeLines(whole.lines));
      }),
      { numRuns: 300 },
    );
  });
});
