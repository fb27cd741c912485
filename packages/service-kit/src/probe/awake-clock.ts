import { performance } from 'node:perf_hooks';

const TICK_MS = 200;
const LONGEST_TICK_MS = 2 * TICK_MS;

/** Milliseconds during which this process was able to run its event loop; monotonic. */
export interface AwakeClock {
  now(): number;
}

/**
 * A clock that stands still while the event loop is blocked or the whole process is stopped, and that knows nothing of the wall clock.
 * Ages counted on it are times in which a check could have completed. A gap is noticed from 0.4 s on.
 */
export function createAwakeClock(): AwakeClock {
  let awake = 0;
  let last = performance.now();
  const advance = (): number => {
    const now = performance.now();
    awake += Math.min(now - last, LONGEST_TICK_MS);
    last = now;
    return awake;
  };
  setInterval(advance, TICK_MS).unref();
  return { now: advance };
}
