import { performance } from 'node:perf_hooks';

const TICK_MS = 200;
const LONGEST_TICK_MS = 2 * TICK_MS;

/** Milliseconds during which this process was able to run its event loop; monotonic. */
export interface AwakeClock {
  now(): number;
}

/** For how many milliseconds, at least, the event loop stood still: in sum since the start, and at most in one piece. */
export interface Blocked {
  readonly totalMs: number;
  readonly longestMs: number;
}

/**
 * A clock that stands still while the event loop is blocked or the whole process is stopped, and that knows nothing of the wall clock.
 * Ages counted on it are times in which a check could have completed. A gap is noticed from 0.4 s on.
 */
export function createAwakeClock(): AwakeClock & { blocked(): Blocked } {
  let awake = 0;
  let last = performance.now();
  let totalMs = 0;
  let longestMs = 0;
  const advance = (): number => {
    const now = performance.now();
    const gap = now - last;
    awake += Math.min(gap, LONGEST_TICK_MS);
    last = now;
    if (gap > LONGEST_TICK_MS) {
      totalMs += gap - TICK_MS;
      longestMs = Math.max(longestMs, gap - TICK_MS);
    }
    return awake;
  };
  setInterval(advance, TICK_MS).unref();
  return {
    now: advance,
    blocked() {
      advance();
      return { totalMs, longestMs };
    },
  };
}
