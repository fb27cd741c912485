import { setTimeout as sleep } from 'node:timers/promises';
import type { CacheRead } from './cache.js';
import type { CacheClock } from './clock.js';
import { type Entry, freshRead, isKept, staleRead } from './entry.js';
import { isDefinitive, staleReason } from './failure.js';
import type { Asked, Fetcher } from './fetcher.js';
import type { Troubles } from './troubles.js';

/** How long a reader who could have an older value waits for a new one. */
const PATIENCE_MS = 300;
const NOT_YET = 'no answer yet';

/**
 * What a reader gets for whom there is no fresh entry: a new one, or the kept one marked stale when fetching fails, takes long, or is known
 * to have failed lately.
 */
export function createMissed(fetcher: Fetcher, troubles: Troubles, clock: Pick<CacheClock, 'now'>) {
  /** Fails at once with what fetching failed with moments ago. */
  function failAgain({ slot }: Asked, isMeant: (error: unknown) => boolean): void {
    const failure = fetcher.isOnItsWay(slot) ? undefined : troubles.justNow(slot);
    if (failure !== undefined && isMeant(failure)) throw failure;
  }

  async function patiently(asked: Asked, kept: Entry): Promise<CacheRead<unknown>> {
    const { slot } = asked;
    const patience = Math.max(0, PATIENCE_MS - fetcher.ageOf(slot));
    const fetching = fetcher.now(asked, kept);
    try {
      const entry = await Promise.race([fetching, sleep(patience, undefined, { ref: false })]);
      if (entry !== undefined) return freshRead(entry);
    } catch (error) {
      if (isDefinitive(error) || !isKept(kept, slot.policy, clock.now())) throw error;
      return staleRead(kept, staleReason(error));
    }
    if (!isKept(kept, slot.policy, clock.now())) return freshRead(await fetching);
    if (fetcher.isOnItsWay(slot)) troubles.note(slot, undefined);
    return staleRead(kept, NOT_YET);
  }

  return async (asked: Asked, last: Entry | undefined): Promise<CacheRead<unknown>> => {
    const { slot } = asked;
    if (last === undefined || !isKept(last, slot.policy, clock.now())) {
      failAgain(asked, () => true);
      return freshRead(await fetcher.now(asked));
    }
    failAgain(asked, isDefinitive);
    const trouble = troubles.of(slot);
    if (trouble === undefined || isDefinitive(trouble.error)) return patiently(asked, last);
    if (troubles.isRetryDue(slot)) fetcher.inBackground(asked, last);
    return staleRead(last, trouble.error === undefined ? NOT_YET : staleReason(trouble.error));
  };
}
