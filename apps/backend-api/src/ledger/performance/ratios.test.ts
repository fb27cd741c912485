import { describe, expect, test } from '@jest/globals';
import { Decimal } from '../decimal.js';
import { dailyReturns, ratiosOf } from './ratios.js';

const DAY_MS = 86_400_000;
const LAST_MS = 86_100_000;
const decimals = (...values: readonly (number | string)[]) => values.map((value) => new Decimal(value));
const days = (...equities: readonly (number | undefined)[]) =>
  equities.flatMap((equity, day) =>
    equity === undefined ? [] : [{ day, at: day * DAY_MS + LAST_MS, equity: new Decimal(equity) }],
  );
const flow = (day: number, value: number | null, ms = 1) => ({
  at: day * DAY_MS + ms,
  value: value === null ? null : new Decimal(value),
});
const texts = (values: readonly Decimal[]) => values.map((value) => value.toDecimalPlaces(6).toFixed());

describe('the return of a day', () => {
  test('is the change of equity', () => {
    expect(texts(dailyReturns(days(100, 110, 99), []))).toEqual(['0.1', '-0.1']);
  });

  test('leaves out what came and went, which was there for half of the day', () => {
    expect(texts(dailyReturns(days(100, 211), [flow(1, 60), flow(1, 40)]))).toEqual(['0.073333']);
  });

  test('counts what came after its last equity with the next day', () => {
    const late = [flow(0, 5, LAST_MS), flow(1, 100, LAST_MS), flow(1, 1_000, LAST_MS + 1)];
    expect(texts(dailyReturns(days(100, 210, 1_420), late))).toEqual(['0.066667', '0.295775']);
  });

  test('needs its eve, flows of known value, and money', () => {
    expect([
      texts(dailyReturns(days(100, undefined, 120), [])),
      texts(dailyReturns(days(100, 120), [flow(1, 5), flow(1, null), flow(1, 5)])),
      texts(dailyReturns(days(0, 120), [])),
      texts(dailyReturns([], [])),
    ]).toEqual([[], [], [], []]);
  });
});

describe('ratios of daily returns', () => {
  test('are those worked out by hand', () => {
    const { sharpe, sortino, calmar } = ratiosOf(decimals('0.01', '-0.02', '0.03', '0.00'));
    expect([sharpe?.toFixed(6), sortino?.toFixed(6), calmar?.toFixed(4)]).toEqual([
      ...['4.588866', '9.552487'],
      (((1.01 * 0.98 * 1.03) ** (365 / 4) - 1) / 0.02).toFixed(4),
    ]);
  });

  test('need two returns', () => {
    const none = { sharpe: null, sortino: null, calmar: null };
    expect([ratiosOf([]), ratiosOf(decimals('0.01'))]).toEqual([none, none]);
  });

  test('are not known where nothing deviates or falls', () => {
    expect(ratiosOf(decimals('0.01', '0.01'))).toEqual({ sharpe: null, sortino: null, calmar: null });
  });

  test('of an account that lost everything are numbers', () => {
    const { calmar } = ratiosOf(decimals('0.5', '-1', '0'));
    expect(calmar).toBe(-1);
  });
});
