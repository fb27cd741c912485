import { expect, test } from '@jest/globals';
import { createCacheClock } from './clock.js';

/** How far the clock is ahead of the process's own after Redis told the given times, each asked for within 20 ms. */
const aheadAfter = (...redisAhead: number[]): number => {
  const clock = createCacheClock();
  const asked = Date.now();
  for (const ahead of redisAhead) clock.told(asked + ahead, asked, asked + 20);
  return clock.now() - Date.now();
};

test.each([
  ['is the own one while Redis tells nothing', [], 0],
  ['is not moved by a Redis that may be right', [0, 20, 7], 0],
  ['is moved no further than Redis makes certain, ahead', [60_000], 59_980],
  ['is moved no further than Redis makes certain, back', [-60_000], -60_000],
  ['comes back when Redis says so', [60_000, 10], 10],
  ['is not moved by an answer that is no time', [Number.NaN], 0],
])('the time %s', (_, redisAhead, expected) => {
  expect(Math.abs(aheadAfter(...redisAhead) - expected)).toBeLessThanOrEqual(1);
});
