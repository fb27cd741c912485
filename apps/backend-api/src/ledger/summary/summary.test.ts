import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Decimal } from '../decimal.js';
import { drawdownOf } from './drawdown.js';
import { figuresOf } from './figures.js';
import {
  type Closes,
  closesOf,
  joinCloses,
  NO_CLOSES,
  NO_EXECUTIONS,
  type SummarisedTrade,
} from './summary.js';
import { readSummary, writeSummary } from './text.js';

const DAY_MS = 86_400_000;

const tradesOf = (...results: readonly (number | string)[]): SummarisedTrade[] =>
  results.map((pnl, index) => ({
    openedAt: index * 1_000,
    closedAt: index * 1_000 + 500,
    pnl: new Decimal(pnl),
  }));

const figures = (...results: readonly (number | string)[]) => figuresOf(closesOf(tradesOf(...results)));

describe('figures of trades whose results were published', () => {
  test('−4.09, +3.9875, +2.8425', () => {
    const { pnl, winRatio, expectancy, expectancyRatio, profitFactor } = figures('-4.09', '3.9875', '2.8425');
    expect({
      pnl: pnl.toFixed(),
      winRate: (winRatio * 100).toFixed(1),
      expectancy: expectancy?.toFixed(6),
      ratio: expectancyRatio?.toFixed(6),
      factor: profitFactor?.toFixed(5),
    }).toEqual({
      pnl: '2.74',
      winRate: '66.7',
      expectancy: '0.913333',
      ratio: '0.223309',
      factor: '1.66993',
    });
  });

  test('100, 200, 50, −150, 300, −100, 80, −30', () => {
    const { expectancy, expectancyRatio } = figures(100, 200, 50, -150, 300, -100, 80, -30);
    expect([expectancy?.toFixed(), expectancyRatio?.toFixed(8)]).toEqual(['56.25', '0.60267857']);
  });

  test('0, −500, +500, +10000, −1000 from 1000', () => {
    const { drawdown } = closesOf(tradesOf(0, -500, 500, 10_000, -1_000));
    const { max, maxRatio, maxRelativeRatio } = drawdownOf(drawdown, new Decimal(1_000));
    expect([max.toFixed(), maxRatio?.times(100).toFixed(4), maxRelativeRatio?.times(100).toFixed()]).toEqual([
      ...['1000', '9.0909', '50'],
    ]);
  });

  test('no trades at all: zeros, and null for what cannot be said', () => {
    expect(JSON.parse(JSON.stringify(figures()))).toEqual({
      ...{ draws: 0, pnl: '0', winRatio: 0, profitFactor: null, averageWin: null, averageLoss: null },
      ...{ expectancy: null, expectancyRatio: null, averageDurationMs: null },
    });
  });

  test('only losses, only wins, only draws', () => {
    const told = (...results: number[]) => {
      const { expectancyRatio, profitFactor } = figures(...results);
      return [expectancyRatio?.toFixed() ?? null, profitFactor?.toFixed() ?? null];
    };
    expect([told(-1, -2), told(1, 2), told(0)]).toEqual([
      ['-1', '0'],
      [null, null],
      [null, null],
    ]);
  });
});

test('a draw ends rows of wins and of losses', () => {
  const { longestWin, longestLoss, last } = closesOf(tradesOf(1, 1, 0, 1, -1, -1, 0, -1)).streaks;
  expect({ longestWin, longestLoss, last }).toEqual({
    ...{ longestWin: 2, longestLoss: 2 },
    last: { result: 'loss', length: 1, since: 7_500 },
  });
});

test('what closes at one instant is one step of the drawdown, and still so many trades', () => {
  const at = (pnl: number, closedAt: number) => ({ openedAt: 0, closedAt, pnl: new Decimal(pnl) });
  const { drawdown, trades, losses } = closesOf([at(10, 1), at(-30, 2), at(25, 2), at(-1, 3)]);
  expect([drawdownOf(drawdown, null).max.toFixed(), trades, losses]).toEqual(['6', 4, 2]);
});

test('a trade whose pnl is not known is in no figure but its own count', () => {
  const known = tradesOf(1, -2);
  const unknown = { openedAt: 0, closedAt: 700, pnl: null };
  expect(closesOf([known[0] as SummarisedTrade, unknown, known[1] as SummarisedTrade])).toEqual({
    ...closesOf(known),
    unpriced: 1,
  });
});

const walks = fc.array(
  fc.record({
    pause: fc.oneof({ weight: 1, arbitrary: fc.constant(0) }, { weight: 4, arbitrary: fc.nat(DAY_MS / 2) }),
    pnl: fc.oneof(
      { weight: 20, arbitrary: fc.integer({ min: -10, max: 10 }) },
      { weight: 5, arbitrary: fc.integer({ min: -1_000, max: 1_000 }) },
      { weight: 1, arbitrary: fc.constant(null) },
    ),
  }),
  { maxLength: 40 },
);

function walk(steps: readonly { pause: number; pnl: number | null }[]): SummarisedTrade[] {
  let at = 1_700_000_000_000;
  return steps.map(({ pause, pnl }) => {
    at += pause;
    return { openedAt: at - 1_000, closedAt: at, pnl: pnl === null ? null : new Decimal(pnl) };
  });
}

test('stretches joined in any way are what the whole is', () => {
  fc.assert(
    fc.property(walks, fc.array(fc.nat(1_000), { minLength: 80, maxLength: 80 }), (steps, choices) => {
      const trades = walk(steps);
      const parts: Closes[] = [NO_CLOSES];
      let from = 0;
      for (let index = 1; index <= trades.length; index++) {
        const isWithin = trades[index]?.closedAt === trades[index - 1]?.closedAt;
        if (index < trades.length && (isWithin || (choices[index] ?? 0) % 2 === 0)) continue;
        parts.push(closesOf(trades.slice(from, index)));
        from = index;
      }
      for (let turn = 40; parts.length > 1; turn++) {
        const place = (choices[turn] ?? 0) % (parts.length - 1);
        parts.splice(place, 2, joinCloses(parts[place] as Closes, parts[place + 1] as Closes));
      }
      expect(JSON.stringify(parts[0])).toBe(JSON.stringify(closesOf(trades)));
    }),
    { numRuns: 500 },
  );
});

test('drawdowns are those that looking at every point gives, whatever the start equity', () => {
  fc.assert(
    fc.property(walks, fc.integer({ min: 1, max: 2_000 }), (steps, start) => {
      const points = new Map<number, number>();
      let sum = 0;
      for (const { closedAt, pnl } of walk(steps)) {
        if (pnl === null) continue;
        sum += pnl.toNumber();
        points.set(closedAt, sum);
      }
      let [peak, max, ratio, relative] = [0, 0, 0, 0];
      for (const point of points.values()) {
        peak = Math.max(peak, point);
        const fall = peak - point;
        if (fall > max) [max, ratio] = [fall, fall / (start + peak)];
        relative = Math.max(relative, fall / (start + peak));
      }
      const told = drawdownOf(closesOf(walk(steps)).drawdown, new Decimal(start));
      expect(told.max.toNumber()).toBe(max);
      expect(told.maxRatio?.toNumber()).toBeCloseTo(ratio, 12);
      expect(told.maxRelativeRatio?.toNumber()).toBeCloseTo(relative, 12);
    }),
    { numRuns: 500 },
  );
});

test('a summary is read as it was written', () => {
  fc.assert(
    fc.property(walks, (steps) => {
      const summary = { executions: NO_EXECUTIONS, closes: closesOf(walk(steps)) };
      expect(readSummary(writeSummary(summary))).toEqual(summary);
    }),
    { numRuns: 50 },
  );
});
