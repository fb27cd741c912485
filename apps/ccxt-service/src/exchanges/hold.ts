import { performance } from 'node:perf_hooks';

const LONGEST_MS = 15 * 60_000;

/** A pause that an exchange asked for: until it is over, the exchange is not asked again. */
export interface Hold<T> {
  /** The failure that started the pause, while it lasts. */
  current(): T | undefined;
  /** Starts a pause of `retryAfter` seconds (a `Retry-After` header), or of the usual length if that is no number. */
  start(failure: T, retryAfter: string | undefined): void;
}

/** A pause of `usualMs` where the exchange names none, of at most 15 minutes where it does. */
export function createHold<T>(usualMs: number, now: () => number = () => performance.now()): Hold<T> {
  let held: { failure: T; until: number } | undefined;
  return {
    current() {
      if (held !== undefined && now() >= held.until) held = undefined;
      return held?.failure;
    },
    start(failure, retryAfter) {
      const seconds = /^\d{1,9}$/.test(retryAfter ?? '') ? Number(retryAfter) : undefined;
      const lasts = seconds === undefined ? usualMs : Math.min(seconds * 1_000, LONGEST_MS);
      held = { failure, until: now() + lasts };
    },
  };
}
