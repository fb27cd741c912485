import { expect, test } from '@jest/globals';
import { changeOf, hasFlows } from './change.js';

type Given = readonly [at: number, equity: string, flows?: string | null, partial?: true];

const points = (...given: Given[]) =>
  given.map(([at, equity, flows = '0', partial]) => ({
    ...{ at, equity, low: equity, flows, partial: partial ?? false },
  }));
const change = (...given: Given[]) => {
  const told = changeOf(points(...given));
  return told && [Number(told.amount), told.percent];
};

test('it is what was earned, in percent of the money that was at work', () => {
  expect(change([0, '10000'], [10, '10500'])).toEqual([500, 5]);
  expect(change([0, '10000'], [5, '10000'], [6, '5000', '-5000'], [10, '5375', '-5000'])).toEqual([375, 5]);
  expect(change([0, '1000'], [10, '11000', '10000'])).toEqual([0, 0]);
});

test('only what came and went between whole snapshots counts', () => {
  const given: Given[] = [
    [0, '7', '0', true],
    [1, '100', '100'],
    [2, '210', '200'],
    [3, '900', null, true],
  ];
  expect(change(...given)).toEqual([10, 5]);
  expect([hasFlows(points(...given)), hasFlows(points(...given.slice(0, 2)))]).toEqual([true, false]);
});

test('what came and went again is told, though nothing of it is left', () => {
  expect(hasFlows(points([0, '1'], [1, '5', '4'], [2, '1']))).toBe(true);
});

test('it is not known where a flow is not, and has no percent where no money was at work', () => {
  expect(change([0, '100'], [1, '200', null])).toBeUndefined();
  expect(change([0, '100'])).toBeUndefined();
  expect(change([0, '0'], [1, '5'])).toEqual([5, undefined]);
});
