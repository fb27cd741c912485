import type { Failure } from './status.js';

const CONFIRM_MS = 250;
const MOST_ASKED_MS = 300_000;

interface Limits {
  readonly first: number;
  readonly last: number;
}

const SOON: Limits = { first: 1_000, last: 10_000 };

const LIMITS: Readonly<Record<Failure['kind'], Limits>> = {
  refused: { first: 5_000, last: 10_000 },
  conflict: SOON,
  // An attempt that ends in silence takes up to 6 s itself.
  silent: { first: 1_000, last: 4_000 },
  rate_limited: SOON,
  unreachable: SOON,
  delivery: SOON,
  internal: SOON,
};

export interface Backoff {
  /** Milliseconds to wait after this failure. */
  next(failure: Failure): number;
  reset(): void;
}

/**
 * Waiting times between attempts: a first vague failure is checked again at once, then 1, 2, 4 … 10 s, a refused token
 * 5, 10 … 10 s, so that no recovery goes unseen for longer than 10 s. Never less than what Telegram asks for, up to 5 minutes.
 */
export function createBackoff(): Backoff {
  let confirmed = false;
  let attempts = 0;
  let refused = false;
  return {
    next(failure) {
      const asked = Math.min(failure.retryAfterMs ?? 0, MOST_ASKED_MS);
      if (!confirmed && !failure.definite) {
        confirmed = true;
        return Math.max(CONFIRM_MS, asked);
      }
      confirmed = true;
      if (refused !== (failure.kind === 'refused')) attempts = 0;
      refused = failure.kind === 'refused';
      const { first, last } = LIMITS[failure.kind];
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
