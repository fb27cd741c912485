import { describe, expect, test } from '@jest/globals';
import { createHold } from './hold.js';

describe('a pause that an exchange asked for', () => {
  test.each([
    ['its Retry-After in seconds', '2', 2_000],
    ['the usual time without one', undefined, 500],
    ['the usual time when it is no number', 'Wed, 21 Oct 2026 07:28:00 GMT', 500],
    ['a quarter of an hour at most', '86400', 900_000],
  ])('lasts %s', (_what, retryAfter, lasts) => {
    let now = 100;
    const hold = createHold<string>(500, () => now);
    const before = hold.current();
    hold.start('rate limited', retryAfter);
    now = 100 + lasts - 1;
    const during = hold.current();
    now = 100 + lasts;
    expect([before, during, hold.current()]).toEqual([undefined, 'rate limited', undefined]);
  });
});
