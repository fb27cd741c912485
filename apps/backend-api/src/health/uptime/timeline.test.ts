import { describe, expect, test } from '@jest/globals';
import type { PartState } from '@neuratrade/health-contracts';
import { createTimeline, type States, type Timeline } from './timeline.js';

const STALE_MS = 5_000;

const states = (state: PartState): States => ({
  database: state,
  redis: 'up',
  ccxt: 'disabled',
  telegram: 'unknown',
  overall: state,
});

describe('a timeline', () => {
  const second = (timeline: Timeline, n: number, state: PartState) =>
    timeline.observe({ wall: n * 1_000, monotonic: n * 1_000 }, states(state));

  test('leaves out a gap in which nobody looked, and goes on after it', () => {
    const timeline = createTimeline({ staleAfterMs: STALE_MS });
    for (const n of [0, 1, 2, 7, 8]) second(timeline, n, 'up');
    expect(timeline.take(9_000).get('database')).toEqual([
      { state: 'up', from: 0, to: 2_000 },
      { state: 'up', from: 7_000, to: 8_000 },
    ]);
  });

  test('gives what it was asked for and keeps the rest', () => {
    const timeline = createTimeline({ staleAfterMs: STALE_MS });
    for (const n of [0, 1, 2]) second(timeline, n, 'down');
    expect(timeline.take(1_500).get('overall')).toEqual([{ state: 'down', from: 0, to: 1_500 }]);
    expect(timeline.take(9_000).get('overall')).toEqual([{ state: 'down', from: 1_500, to: 2_000 }]);
    expect(timeline.take(9_000)).toEqual(new Map());
  });

  test('forgets what a clock that was ahead has told it', () => {
    const timeline = createTimeline({ staleAfterMs: STALE_MS });
    timeline.observe({ wall: 100_000, monotonic: 0 }, states('up'));
    timeline.observe({ wall: 101_000, monotonic: 1_000 }, states('up'));
    timeline.observe({ wall: 50_000, monotonic: 2_000 }, states('up'));
    timeline.observe({ wall: 51_000, monotonic: 3_000 }, states('up'));
    expect(timeline.take(200_000).get('database')).toEqual([{ state: 'up', from: 50_000, to: 51_000 }]);
  });

  test('goes on without a gap when the clock is set back by a little', () => {
    const timeline = createTimeline({ staleAfterMs: STALE_MS });
    timeline.observe({ wall: 1_000, monotonic: 0 }, states('up'));
    timeline.observe({ wall: 2_000, monotonic: 1_000 }, states('up'));
    timeline.observe({ wall: 1_900, monotonic: 1_050 }, states('up'));
    timeline.observe({ wall: 2_900, monotonic: 2_050 }, states('up'));
    expect(timeline.take(9_000).get('database')).toEqual([{ state: 'up', from: 1_000, to: 2_900 }]);
  });

  test('takes back nothing that was observed again meanwhile', () => {
    const timeline = createTimeline({ staleAfterMs: STALE_MS });
    for (const n of [0, 1, 2]) second(timeline, n, 'up');
    const taken = timeline.take(2_000);
    timeline.observe({ wall: 1_500, monotonic: 3_000 }, states('down'));
    timeline.observe({ wall: 2_500, monotonic: 4_000 }, states('down'));
    timeline.putBack(taken);
    expect(timeline.take(9_000).get('database')).toEqual([
      { state: 'up', from: 0, to: 1_500 },
      { state: 'down', from: 1_500, to: 2_500 },
    ]);
  });

  test('drops the oldest when it holds more than it may', () => {
    const timeline = createTimeline({ staleAfterMs: STALE_MS, capacity: 2 });
    for (const n of [0, 1, 2, 3]) second(timeline, n, n % 2 === 0 ? 'up' : 'down');
    expect([timeline.overflowed, timeline.take(9_000).get('database')]).toEqual([
      true,
      [
        { state: 'down', from: 1_000, to: 2_000 },
        { state: 'up', from: 2_000, to: 3_000 },
      ],
    ]);
  });
});
