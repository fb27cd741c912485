const LONGEST_MS = 30_000;
const STABLE_AFTER_MS = 60_000;

/** Milliseconds to wait before the `attempt`-th restart in a row (from 1): 1, 2, 4 … at most 30 seconds. */
export function restartDelay(attempt: number): number {
  return Math.min(1_000 * 2 ** (Math.max(attempt, 1) - 1), LONGEST_MS);
}

/** The number of this restart in a row: a service that had run for a minute starts counting anew. */
export function nextAttempt(previous: number, ranForMs: number): number {
  return ranForMs >= STABLE_AFTER_MS ? 1 : previous + 1;
}

/** How long a process may take until it answers, and how often it is asked, in milliseconds. */
export type ChildTiming = {
  answerWithinMs: number;
  askEveryMs: number;
  restartDelay(attempt: number): number;
};

export const defaultTiming: ChildTiming = { answerWithinMs: 30_000, askEveryMs: 40, restartDelay };
