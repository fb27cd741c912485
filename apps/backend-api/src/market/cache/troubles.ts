import { LRUCache } from 'lru-cache';
import type { Slot } from './slot.js';

interface Trouble {
  /** Undefined while the attempt has not ended yet, but has taken long. */
  readonly error: unknown;
  /** As `performance.now()` tells it. */
  readonly at: number;
}

export interface Troubles {
  note(slot: Slot, error: unknown): void;
  /** The entry's upstream answered. */
  over(slot: Slot): void;
  /** What stands in the way of fetching an entry: its own last failure until it succeeds, or one of its upstream just now. */
  of(slot: Slot): Trouble | undefined;
  /** Whether an entry in trouble should be tried again. */
  isRetryDue(slot: Slot): boolean;
  /** The entry's own failure, if it is only moments old. */
  justNow(slot: Slot): unknown;
}

/** How long one entry's failure makes readers of its upstream's other entries wait for nothing. */
const UPSTREAM_MS = 1_000;
const REMEMBERED_MS = 60_000;

/** Pause between two attempts at what failed, while its old value is served. */
export const RETRY_MS = 1_000;

/** How long a failure answers the next readers too, where nothing is kept. */
export const JUST_NOW_MS = 250;

export function createTroubles(): Troubles {
  const known = new LRUCache<string, Trouble>({ max: 10_000, ttl: REMEMBERED_MS });
  const since = (trouble: Trouble | undefined, ms: number): Trouble | undefined =>
    trouble !== undefined && performance.now() - trouble.at < ms ? trouble : undefined;
  return {
    note: ({ id, upstream }, error) => {
      const trouble = { error, at: performance.now() };
      known.set(id, trouble);
      known.set(upstream, trouble);
    },
    over: ({ id, upstream }) => {
      known.delete(id);
      known.delete(upstream);
    },
    of: ({ id, upstream }) => known.get(id) ?? since(known.get(upstream), UPSTREAM_MS),
    isRetryDue: ({ id }) => since(known.get(id), RETRY_MS) === undefined,
    justNow: ({ id }) => since(known.get(id), JUST_NOW_MS)?.error,
  };
}
