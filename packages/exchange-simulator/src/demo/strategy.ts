/** One thing that the demonstration does over and over. */
export interface Strategy {
  /** When it acts next, in milliseconds. */
  readonly next: number;
  /** Acts at that instant and settles when to act again, which is later. */
  act(): void;
}

/** The pace of the demonstration: slow in the history that it begins with, lively from its start on. */
export interface Pace {
  /** The instant that many live milliseconds after `time`; in the history, `slower` times as many, up to the start. */
  after(time: number, liveMs: number, slower: number): number;
  isLive(time: number): boolean;
}

/** The pace of a demonstration that started at `startedAt` (milliseconds). */
export function createPace(startedAt: number): Pace {
  return {
    isLive: (time) => time >= startedAt,
    after(time, liveMs, slower) {
      if (time >= startedAt) return time + Math.max(1, Math.round(liveMs));
      const slow = time + Math.max(1, Math.round(liveMs * slower));
      return Math.min(slow, startedAt + Math.round(liveMs));
    },
  };
}
