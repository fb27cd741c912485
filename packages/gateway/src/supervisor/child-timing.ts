import { restartDelay } from './backoff.js';

/** How long a process may take until it answers, and how often it is asked, in milliseconds. */
export type ChildTiming = {
  answerWithinMs: number;
  askEveryMs: number;
  restartDelay(attempt: number): number;
};

export const defaultTiming: ChildTiming = { answerWithinMs: 30_000, askEveryMs: 40, restartDelay };
