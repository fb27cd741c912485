import { describe, expect, test } from '@jest/globals';
import { curveOf } from './curve.js';

const points = (...equities: [at: number, equity: string, partial?: true][]) =>
  equities.map(([at, equity, partial]) => ({
    ...{ at, equity, low: equity, flows: '0' },
    partial: partial ?? false,
  }));

describe('curveOf', () => {
  test('tells the drawdown below the highest equity so far in percent', () => {
    expect(curveOf(points([0, '100'], [1, '200'], [2, '150'], [3, '250', true]))).toEqual({
      stretches: [
        [
          { at: 0, equity: 100, drawdown: 0, partial: false },
          { at: 1, equity: 200, drawdown: 0, partial: false },
          { at: 2, equity: 150, drawdown: -25, partial: false },
          { at: 3, equity: 250, drawdown: null, partial: true },
        ],
      ],
      lowest: 100,
      highest: 250,
      drawdown: { unit: 'percent', deepest: -25 },
    });
  });

  test('takes no snapshot in which something was missing for a loss, unless something is missing in all', () => {
    const drawdowns = (...given: Parameters<typeof points>) => {
      const { stretches, drawdown } = curveOf(points(...given));
      return [stretches.flat().map((point) => point.drawdown), drawdown];
    };
    expect(drawdowns([0, '1', true], [1, '100'], [2, '5', true], [3, '900', true], [4, '90'])).toEqual([
      [null, 0, null, null, -10],
      { unit: 'percent', deepest: -10 },
    ]);
    expect(drawdowns([0, '100', true], [1, '50', true])).toEqual([
      [0, -50],
      { unit: 'percent', deepest: -50 },
    ]);
  });

  test('tells it in money where the highest equity is not above zero', () => {
    expect(curveOf(points([0, '-5'], [1, '-7.5'])).drawdown).toEqual({ unit: 'money', deepest: -2.5 });
    expect(curveOf(points([0, '0'], [1, '-100'], [2, '50'])).drawdown).toEqual({
      unit: 'money',
      deepest: -100,
    });
  });

  test('knows of no drawdown where equity never fell', () => {
    expect(curveOf(points([0, '1'], [1, '1'], [2, '3'])).drawdown).toEqual({ unit: 'percent', deepest: 0 });
  });

  test('breaks where more than three usual steps are missing, not where three are', () => {
    const at = [0, 10, 20, 50, 60, 91, 101, 150];
    const { stretches } = curveOf(points(...at.map((moment): [number, string] => [moment, '1'])));
    expect(stretches.map((stretch) => stretch.map((point) => point.at))).toEqual([
      [0, 10, 20, 50, 60],
      [91, 101],
      [150],
    ]);
  });

  test('joins two points however far apart they are', () => {
    expect(curveOf(points([0, '1'], [1e9, '2'])).stretches).toHaveLength(1);
  });

  test.each([
    ['one point', points([0, '1']), 'a curve needs two points at least'],
    ['what is no number', points([0, '1'], [1, 'much']), 'equity is no number that can be drawn'],
    [
      'what is beyond all money',
      points([0, '1'], [1, `1${'0'.repeat(21)}`]),
      'equity is no number that can be drawn',
    ],
  ])('refuses %s', (_, given, message) => {
    expect(() => curveOf(given)).toThrow(message);
  });
});
