import { LRUCache } from 'lru-cache';
import type { CacheClock } from './clock.js';
import { type Entry, isFromFuture } from './entry.js';

/** An entry as this process saw it last. */
export interface Copy {
  readonly entry: Entry;
  /** When Redis was last asked for it, as `performance.now()` tells it. */
  askedAt: number;
  /** Whether Redis holds it too: if so, its absence there means that it was deleted. */
  stored: boolean;
  /** How often it was read since it was fetched. */
  reads: number;
  /** Its refresh in the background. */
  timer: NodeJS.Timeout | undefined;
}

export interface Copies {
  get(id: string): Copy | undefined;
  /** Keeps an entry unless a newer one is kept, other than one from the future; tells which one is. */
  keep(id: string, entry: Entry, stored: boolean): Copy;
  forget(id: string): void;
  clear(): void;
}

const MAX = { entries: 10_000, characters: 8 * 1024 * 1024 };
const OVERHEAD = 200;

/** The last values of the keys that this process used most recently, bounded in number and size. */
export function createCopies(clock: Pick<CacheClock, 'now'>): Copies {
  const copies = new LRUCache<string, Copy>({
    max: MAX.entries,
    maxSize: MAX.characters,
    sizeCalculation: ({ entry }) => entry.text.length + OVERHEAD,
    dispose: ({ timer }) => clearTimeout(timer),
  });
  return {
    get: (id) => copies.get(id),
    keep: (id, entry, stored) => {
      const old = copies.get(id);
      const isNewer = old !== undefined && old.entry.fetchedAt >= entry.fetchedAt;
      if (isNewer && !isFromFuture(old.entry, clock.now())) {
        old.askedAt = performance.now();
        old.stored ||= stored && old.entry.fetchedAt === entry.fetchedAt;
        return old;
      }
      const copy: Copy = { entry, askedAt: performance.now(), stored, reads: 0, timer: undefined };
      copies.set(id, copy);
      return copy;
    },
    forget: (id) => copies.delete(id),
    clear: () => copies.clear(),
  };
}
