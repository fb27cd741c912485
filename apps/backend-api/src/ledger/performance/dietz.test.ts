import { describe, expect, test } from '@jest/globals';
import { Decimal } from '../decimal.js';
import { impliedStart, modifiedDietz } from './dietz.js';

const decimal = (value: number | string) => new Decimal(value);
const period = (pnl: number | string, startEquity: number | null, ...flows: [number, number | null][]) => ({
  ...{ from: 1_000, to: 2_000, pnl: decimal(pnl) },
  startEquity: startEquity === null ? null : decimal(startEquity),
  flows: flows.map(([at, value]) => ({ at, value: value === null ? null : decimal(value) })),
});

describe('the percentage of a window', () => {
  test('is of what there was at its start, where nothing came or went', () => {
    expect([modifiedDietz(period('126', 10_000)), modifiedDietz(period('-1', 3))]).toEqual([1.26, -33.33]);
  });

  test('counts a deposit for as long as it was there, and a withdrawal for as long as it was gone', () => {
    expect(modifiedDietz(period(150, 1_000, [1_500, 1_000]))).toBe(10);
    expect(modifiedDietz(period(80, 1_000, [1_250, -400], [1_750, 200]))).toBe(10.67);
    expect(modifiedDietz(period(10, 100, [2_000, 1_000_000]))).toBe(10);
  });

  test('is zero for no result, never minus zero', () => {
    expect(Object.is(modifiedDietz(period('-0.0001', 10_000)), 0)).toBe(true);
  });

  test('is not known where no money was there, its amount is not known, or that of a flow', () => {
    expect([
      modifiedDietz(period(5, 0)),
      modifiedDietz(period(5, 100, [1_000, -101])),
      modifiedDietz(period(5, null)),
      modifiedDietz(period(5, 100, [1_500, null])),
    ]).toEqual([null, null, null, null]);
  });
});

test('what there was at the start follows from what there is now, unless a flow has no value', () => {
  expect([
    impliedStart(decimal(1_150), period(100, null, [1_500, 50]))?.toFixed(),
    impliedStart(decimal(1_150), period(100, null, [1_500, null])),
  ]).toEqual(['1000', null]);
});
