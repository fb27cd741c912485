import { expect, test } from '@jest/globals';
import { retryDelay } from './retries.js';

test('after each failure the next check comes later, but never later than the interval', () => {
  const delays = (intervalMs: number) =>
    [1, 2, 3, 4, 5, 60].map((failures) => retryDelay(failures, intervalMs));
  expect([delays(15_000), delays(1_000)]).toEqual([
    [1_000, 2_000, 4_000, 8_000, undefined, undefined],
    [undefined, undefined, undefined, undefined, undefined, undefined],
  ]);
});
