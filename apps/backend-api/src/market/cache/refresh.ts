import type { CacheClock } from './clock.js';
import type { Copies } from './copies.js';
import type { Slot } from './slot.js';

/** A key is hot when it is read this often while its entry is fresh. */
const HOT_READS = 3;
/** The part of its fresh time after which a hot key is fetched again. */
const DUE = 0.75;

/**
 * Has hot keys fetched again before they go stale, so that their readers never wait. What nobody reads any more is left alone.
 */
export function createRefresh(copies: Copies, clock: Pick<CacheClock, 'now'>) {
  return {
    /** Somebody read the fresh copy of a key. `again` fetches it. */
    onRead(slot: Slot, again: () => void): void {
      const copy = copies.get(slot.id);
      if (copy === undefined || ++copy.reads !== HOT_READS) return;
      const due = copy.entry.fetchedAt + slot.policy.freshMs * DUE - clock.now();
      copy.timer = setTimeout(again, Math.max(0, due));
      copy.timer.unref();
    },
  };
}
