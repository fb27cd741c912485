import { describe, expect, test } from '@jest/globals';
import type { PartState } from '@neuratrade/health-contracts';
import fc from 'fast-check';
import { HOUR_MS, NOTHING, planOf, plus, sumOf, type Totals } from './buckets.js';
import type { Recorded, Segments } from './segments.js';
import { createTimeline, type States, type Timeline } from './timeline.js';

const STALE_MS = 5_000;
const START = 1_000 * HOUR_MS - 3_000;

interface Tick {
  readonly passed: number;
  readonly jump: number;
  readonly state: PartState | 'disabled';
  readonly flush: boolean;
  readonly other: boolean;
}

const states = (state: PartState | 'disabled'): States => ({
  database: state,
  redis: 'up',
  ccxt: 'disabled',
  telegram: 'unknown',
  overall: state,
});

const ticks = (jumps: fc.Arbitrary<number>): fc.Arbitrary<Tick[]> =>
  fc.array(
    fc.record({
      passed: fc.oneof(fc.integer({ min: 0, max: 1_200 }), fc.integer({ min: 0, max: 8_000 })),
      jump: fc.oneof({ weight: 8, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: jumps }),
      state: fc.constantFrom('up', 'degraded', 'down', 'maintenance', 'unknown', 'disabled'),
      flush: fc.boolean(),
      other: fc.boolean(),
    }),
    { maxLength: 60 },
  );

const anyJump = fc.oneof(fc.integer({ min: -2_000, max: 2_000 }), fc.constantFrom(-HOUR_MS, HOUR_MS));
const forward = fc.oneof(fc.integer({ min: 0, max: 900 }), fc.constantFrom(20_000, 2 * HOUR_MS));

/** What the tables hold after some flushes. */
const createBook = () => {
  const marks = new Map<Recorded, number>();
  const hours = new Map<string, Totals>();
  return {
    hours,
    store(segments: Segments, until: number) {
      const plan = planOf(segments, marks, { until, now: Number.POSITIVE_INFINITY });
      for (const [name, mark] of plan.marks) marks.set(name, mark);
      for (const { service, hour, totals } of plan.buckets) {
        const key = `${service} ${hour}`;
        hours.set(key, plus(hours.get(key) ?? NOTHING, totals));
      }
    },
  };
};

/** Observes every tick and hands over as each says; at the end hands over the rest. */
const play = (all: readonly Tick[], flushed: (tick: Tick) => boolean) => {
  const book = createBook();
  const timeline = createTimeline({ staleAfterMs: STALE_MS });
  run(all, [timeline], (tick, wall) => flushed(tick) && book.store(timeline.take(wall), wall));
  book.store(timeline.take(Number.POSITIVE_INFINITY), Number.POSITIVE_INFINITY);
  return book.hours;
};

const run = (
  all: readonly Tick[],
  timelines: readonly Timeline[],
  after: (tick: Tick, wall: number) => void,
) => {
  let wall = START;
  let monotonic = 7;
  for (const tick of all) {
    wall += tick.passed + tick.jump;
    monotonic += tick.passed;
    for (const timeline of timelines) timeline.observe({ wall, monotonic }, states(tick.state));
    after(tick, wall);
  }
};

/** How long observations of a steady clock followed one another. */
const watched = (all: readonly Tick[]): number =>
  all
    .slice(1)
    .filter(({ passed, jump }) => passed < STALE_MS && Math.abs(jump) <= 1_000)
    .reduce((sum, { passed, jump }) => sum + Math.max(0, passed + jump), 0);

describe('time is counted', () => {
  test('never twice and never negative, whatever the clocks do and whenever it is stored', () => {
    fc.assert(
      fc.property(ticks(anyJump), (all) => {
        const hours = [...play(all, ({ flush }) => flush)];
        for (const [, totals] of hours) {
          expect(Math.min(...Object.values(totals))).toBeGreaterThanOrEqual(0);
          expect(sumOf(totals)).toBeLessThanOrEqual(HOUR_MS);
        }
        const redis = hours.filter(([key]) => key.startsWith('redis'));
        expect(redis.reduce((sum, [, totals]) => sum + sumOf(totals), 0)).toBeLessThanOrEqual(watched(all));
      }),
    );
  });

  test('whole, as long as the clock does not run backwards', () => {
    fc.assert(
      fc.property(ticks(forward), (all) => {
        const redis = [...play(all, ({ flush }) => flush)].filter(([key]) => key.startsWith('redis'));
        expect(redis.reduce((sum, [, totals]) => sum + totals.up, 0)).toBe(watched(all));
      }),
    );
  });

  test('the same however it is stored in pieces', () => {
    fc.assert(
      fc.property(ticks(forward), (all) => {
        expect(play(all, ({ flush }) => flush)).toEqual(play(all, () => false));
      }),
    );
  });

  test('once, when two observers store what both saw', () => {
    fc.assert(
      fc.property(ticks(forward), (all) => {
        const book = createBook();
        const pair = [createTimeline({ staleAfterMs: STALE_MS }), createTimeline({ staleAfterMs: STALE_MS })];
        run(all, pair, ({ flush, other }, wall) => {
          if (flush) book.store(pair[other ? 1 : 0]?.take(wall) ?? new Map(), wall);
        });
        for (const timeline of pair)
          book.store(timeline.take(Number.POSITIVE_INFINITY), Number.POSITIVE_INFINITY);
        expect(book.hours).toEqual(play(all, () => false));
      }),
    );
  });

  test('the same after a store that failed', () => {
    fc.assert(
      fc.property(ticks(forward), (all) => {
        const book = createBook();
        const timeline = createTimeline({ staleAfterMs: STALE_MS });
        run(all, [timeline], ({ flush }, wall) => flush && timeline.putBack(timeline.take(wall - 500)));
        book.store(timeline.take(Number.POSITIVE_INFINITY), Number.POSITIVE_INFINITY);
        expect(book.hours).toEqual(play(all, () => false));
      }),
    );
  });
});
