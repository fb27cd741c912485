import { expect, test } from '@jest/globals';
import { createQuota } from './quota.js';

test('a quota is given out at once, and again as it comes back', () => {
  let time = 0;
  const quota = createQuota({ most: 2, withinMs: 100, now: () => time });
  const taken = [0, 30, 40, 99, 100, 110, 130].map((at) => {
    time = at;
    return quota.take();
  });
  expect(taken).toEqual([0, 0, 60, 1, 0, 20, 0]);
});
