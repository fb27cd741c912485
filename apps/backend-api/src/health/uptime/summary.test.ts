import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { HOUR_MS, NOTHING } from './buckets.js';
import { figuresOf, periodOf, seriesOf, stretchesOf } from './summary.js';

const at = (time: string) => Date.parse(`2026-03-${time}Z`);
const told = ({ from, to }: { from: number; to: number }) =>
  [from, to].map((moment) => new Date(moment).toISOString().slice(8, 19));

describe('the stretches of a window', () => {
  const window = { from: at('01T10:00:00'), to: at('03T10:20:05') };

  test('are the whole and the running hour', () => {
    expect(stretchesOf(window, undefined).map(told)).toEqual([
      ['01T10:00:00', '03T10:00:00'],
      ['03T10:00:00', '03T10:20:05'],
    ]);
  });

  test('end at midnight UTC when days are asked for', () => {
    expect(stretchesOf(window, 'day').map(told)).toEqual([
      ['01T10:00:00', '02T00:00:00'],
      ['02T00:00:00', '03T00:00:00'],
      ['03T00:00:00', '03T10:00:00'],
      ['03T10:00:00', '03T10:20:05'],
    ]);
  });

  test('have no empty one on the hour', () => {
    const onTheHour = { from: at('01T10:00:00'), to: at('01T12:00:00') };
    expect(stretchesOf(onTheHour, 'hour').map(told)).toEqual([
      ['01T10:00:00', '01T11:00:00'],
      ['01T11:00:00', '01T12:00:00'],
    ]);
  });

  test.each(['hour', 'day', undefined] as const)('follow one another without a gap (%s)', (step) => {
    fc.assert(
      fc.property(fc.nat(1e6), fc.integer({ min: 1, max: 8 * 24 * 3_600 }), (hour, seconds) => {
        const from = hour * HOUR_MS;
        const to = from + seconds * 1_000;
        const stretches = stretchesOf({ from, to }, step);
        expect(stretches.map((stretch) => stretch.from)).toEqual([
          from,
          ...stretches.slice(0, -1).map((stretch) => stretch.to),
        ]);
        expect(stretches.at(-1)?.to).toBe(to);
      }),
    );
  });
});

describe('figures', () => {
  test('of nothing observed have no percentage', () => {
    expect(figuresOf(NOTHING, 1_500)).toEqual({
      uptime_percent: null,
      up_seconds: 0,
      degraded_seconds: 0,
      down_seconds: 0,
      maintenance_seconds: 0,
      unknown_seconds: 1.5,
    });
  });

  test('count degraded as working, leave out maintenance and unknown, and are cut, not rounded', () => {
    expect(figuresOf({ up: 199_000, degraded: 990, down: 10, maintenance: 300_000 }, 600_001)).toEqual({
      uptime_percent: 99.995,
      up_seconds: 199,
      degraded_seconds: 0.99,
      down_seconds: 0.01,
      maintenance_seconds: 300,
      unknown_seconds: 100.001,
    });
    expect(
      figuresOf({ ...NOTHING, up: 90 * 24 * HOUR_MS - 1, down: 1 }, 90 * 24 * HOUR_MS).uptime_percent,
    ).toBe(99.999);
  });

  test('add up to the time to the millisecond, and 100 means never down', () => {
    const ms = fc.nat(365 * 24 * HOUR_MS);
    fc.assert(
      fc.property(ms, ms, ms, ms, ms, (up, degraded, down, maintenance, unknown) => {
        const elapsed = up + degraded + down + maintenance + unknown;
        const { uptime_percent, ...seconds } = figuresOf({ up, degraded, down, maintenance }, elapsed);
        const sum = Object.values(seconds).reduce((total, value) => total + Math.round(value * 1_000), 0);
        expect(sum).toBe(elapsed);
        expect(uptime_percent === 100).toBe(down === 0 && up + degraded > 0);
      }),
    );
  });
});

test('a series and its sum say the same, and an hour never holds more than has passed of it', () => {
  const stretches = stretchesOf({ from: at('01T23:00:00'), to: at('02T00:10:00') }, 'day').map((stretch) => ({
    ...stretch,
    totals: { overall: { ...NOTHING, up: HOUR_MS }, redis: { ...NOTHING, up: 1_000, down: 500 } },
  }));
  const none = figuresOf(NOTHING, HOUR_MS);
  const short = figuresOf(NOTHING, HOUR_MS / 6);
  const redis = { ...NOTHING, up: 1_000, down: 500 };
  expect(seriesOf(stretches, 'day')).toEqual([
    {
      from: '2026-03-01T23:00:00Z',
      to: '2026-03-02T00:00:00Z',
      overall: figuresOf({ ...NOTHING, up: HOUR_MS }, HOUR_MS),
      services: { database: none, redis: figuresOf(redis, HOUR_MS), ccxt: none, telegram: none },
    },
    {
      from: '2026-03-02T00:00:00Z',
      to: '2026-03-02T00:10:00Z',
      overall: figuresOf({ ...NOTHING, up: HOUR_MS / 6 }, HOUR_MS / 6),
      services: { database: short, redis: figuresOf(redis, HOUR_MS / 6), ccxt: short, telegram: short },
    },
  ]);
  const whole = periodOf(stretches);
  const all = (7 * HOUR_MS) / 6;
  expect([whole.overall, whole.services.redis]).toEqual([
    figuresOf({ ...NOTHING, up: all }, all),
    figuresOf({ ...NOTHING, up: 2_000, down: 1_000 }, all),
  ]);
});
