import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { capped, HOUR_MS, NOTHING, planOf, sumOf } from './buckets.js';

const up = (from: number, to: number) => new Map([['redis' as const, [{ state: 'up' as const, from, to }]]]);

describe('a plan', () => {
  test('splits time at the hours', () => {
    const segments = up(HOUR_MS - 1_000, 3 * HOUR_MS + 500);
    const limits = { until: 4 * HOUR_MS, now: 4 * HOUR_MS };
    expect(planOf(segments, new Map(), limits)).toEqual({
      buckets: [
        { service: 'redis', hour: 0, totals: { ...NOTHING, up: 1_000 } },
        { service: 'redis', hour: HOUR_MS, totals: { ...NOTHING, up: HOUR_MS } },
        { service: 'redis', hour: 2 * HOUR_MS, totals: { ...NOTHING, up: HOUR_MS } },
        { service: 'redis', hour: 3 * HOUR_MS, totals: { ...NOTHING, up: 500 } },
      ],
      marks: new Map([['redis', 3 * HOUR_MS + 500]]),
    });
  });

  test('leaves out what is recorded, what is too new and what has not come yet', () => {
    const marks = new Map([['redis' as const, 2_000]]);
    const one = { service: 'redis', hour: 0, totals: { ...NOTHING, up: 3_000 } };
    for (const limits of [
      { until: 5_000, now: 9_000 },
      { until: 9_000, now: 5_000 },
    ]) {
      expect(planOf(up(0, 8_000), marks, limits)).toEqual({
        buckets: [one],
        marks: new Map([['redis', 5_000]]),
      });
    }
    expect(planOf(up(0, 8_000), marks, { until: 1_000, now: 9_000 })).toEqual({
      buckets: [],
      marks: new Map(),
    });
  });

  test('takes back a mark that a wrong clock has put into the future', () => {
    const marks = new Map([['redis' as const, 9 * HOUR_MS]]);
    expect(planOf(up(0, 8_000), marks, { until: 8_000, now: 8_100 })).toEqual({
      buckets: [],
      marks: new Map([['redis', 8_100]]),
    });
  });
});

test('what has too little room keeps the bad time and never exceeds the room', () => {
  expect(capped({ up: 50, degraded: 20, down: 10, maintenance: 5 }, 30)).toEqual({
    up: 0,
    degraded: 15,
    down: 10,
    maintenance: 5,
  });
  const ms = fc.nat(HOUR_MS);
  fc.assert(
    fc.property(
      fc.record({ up: ms, degraded: ms, down: ms, maintenance: ms }),
      fc.integer({ min: -HOUR_MS, max: 5 * HOUR_MS }),
      (totals, room) => {
        expect(sumOf(capped(totals, room))).toBe(Math.min(sumOf(totals), Math.max(0, room)));
      },
    ),
  );
});
