import { expect, test } from '@jest/globals';
import { Decimal } from '../decimal.js';
import { flowedAt, flowedOf } from './flowed.js';

const flow = (at: number, value: number | null) => ({
  at,
  value: value === null ? null : new Decimal(value),
});
const told = (sums: readonly (Decimal | null)[]) => sums.map((sum) => sum?.toNumber() ?? null);

test('what came and went is counted from the first instant on, which is without it, up to each of the others', () => {
  const flows = [flow(5, 1_000), flow(10, 70), flow(11, 5), flow(20, -3), flow(21, 100), flow(40, 9)];
  expect(told(flowedAt([10, 15, 20, 30], flows))).toEqual([0, 5, 2, 102]);
  expect(told(flowedAt([10, 20], []))).toEqual([0, 0]);
  expect(flowedAt([], flows)).toEqual([]);
});

test('from what has no price on the sum is not known, but what was before the first instant does not matter', () => {
  const flows = [flow(5, null), flow(11, 5), flow(20, null), flow(25, 7)];
  expect(told(flowedAt([10, 15, 20, 30], flows))).toEqual([0, 5, null, null]);
  expect(flowedOf(flows.slice(1)).map(({ known }) => known.toNumber())).toEqual([5, 5, 12]);
});
