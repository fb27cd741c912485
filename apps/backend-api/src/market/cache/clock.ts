/** The time that entries are dated by, which all replicas share as far as Redis tells it. */
export interface CacheClock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Takes over the time that Redis told, in answer to a question of which the process's own clock knows when it began and ended. */
  told(redisMs: number, askedMs: number, answeredMs: number): void;
}

/**
 * The process's clock, moved no further than it takes to agree with Redis's: a replica whose clock is wrong, or is set while it runs, would
 * otherwise date its entries into the future, where they never get old.
 */
export function createCacheClock(): CacheClock {
  let ahead = 0;
  return {
    now: () => Date.now() + ahead,
    told: (redisMs, askedMs, answeredMs) => {
      if (!Number.isFinite(redisMs)) return;
      ahead = Math.min(Math.max(ahead, redisMs - answeredMs), redisMs - askedMs);
    },
  };
}
