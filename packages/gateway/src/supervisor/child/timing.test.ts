import { expect, test } from '@jest/globals';
import { nextAttempt, restartDelay } from './timing.js';

test('restarts wait 1, 2, 4 … and never more than 30 seconds', () => {
  expect([1, 2, 3, 4, 5, 6, 7, 50].map(restartDelay)).toEqual([
    1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000,
  ]);
});

test('a crash soon after the start counts on', () => {
  expect(nextAttempt(3, 59_999)).toBe(4);
});

test('a crash after a stable minute counts as the first', () => {
  expect(nextAttempt(6, 60_000)).toBe(1);
});
