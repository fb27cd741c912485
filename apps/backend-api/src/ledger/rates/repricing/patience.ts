/** What came of a pass. */
export interface Outcome {
  readonly deep: boolean;
  /** Whether there was anything without a price. */
  readonly lacked: boolean;
  readonly priced: boolean;
  /** Whether no exchange could be asked. */
  readonly paused: boolean;
}

/** When to look again, and how far back. */
export interface Patience {
  /** Whether it is time to look at everything that has no price, not only as far as there is something to be had. */
  isDeep(): boolean;
  /** Resolves to how many milliseconds to wait. */
  after(outcome: Outcome): number;
}

const LONGEST_PAUSE_MS = 60_000;
const DEEP_MS = { shortest: 30_000, longest: 3_600_000 };

/** Looks often while there is something to be had, and less and less often for what nobody can price. */
export function createPatience(everyMs: number, now: () => number = Date.now): Patience {
  let pause = everyMs;
  let deepPause = DEEP_MS.shortest;
  let deepAt = 0;
  return {
    isDeep: () => now() >= deepAt,
    after({ deep, lacked, priced, paused }) {
      pause = priced || !lacked ? everyMs : Math.min(2 * pause, LONGEST_PAUSE_MS);
      if (priced || paused || !lacked) deepPause = DEEP_MS.shortest;
      else if (deep) deepPause = Math.min(2 * deepPause, DEEP_MS.longest);
      if (deep) deepAt = now() + (priced ? 0 : deepPause);
      return pause;
    },
  };
}
