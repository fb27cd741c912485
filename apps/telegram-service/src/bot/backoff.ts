import type { Failure } from './status.js';

const CONFIRM_MS = 250;
const LIMITS = { refused: { first: 5_000, last: 60_000 }, other: { first: 1_000, last: 30_000 } } as const;

export interface Backoff {
  /** Milliseconds to wait after this failure. */
  next(failure: Failure): number;
  reset(): void;
}

/**
 * Waiting times between attempts: a first vague failure is checked again at once, then 1, 2, 4 … 30 s; a refused token
 * 5, 10, 20 … 60 s; never less than what Telegram asks for.
 */
export function createBackoff(): Backoff {
  let confirmed = false;
  let attempts = 0;
  let refused = false;
  return {
    next(failure) {
      const asked = failure.retryAfterMs ?? 0;
      if (!confirmed && !failure.definite) {
        confirmed = true;
        return Math.max(CONFIRM_MS, asked);
      }
      confirmed = true;
      if (refused !== (failure.kind === 'refused')) attempts = 0;
      refused = failure.kind === 'refused';
      const { first, last } = refused ? LIMITS.refused : LIMITS.other;
      const wait = Math.min(last, first * 2 ** Math.min(attempts, 10));
      attempts += 1;
      return Math.max(wait, asked);
    },
    reset() {
      confirmed = false;
      attempts = 0;
    },
  };
}
