import type { Load, ReadOptions } from './cache.js';
import type { CacheClock } from './clock.js';
import type { Entry } from './entry.js';
import { createFlights } from './flights.js';
import type { createSharedLoad } from './shared-load.js';
import type { Slot } from './slot.js';
import { JUST_NOW_MS, RETRY_MS, type Troubles } from './troubles.js';

/** What somebody asked for, and how it is fetched. */
export interface Asked {
  readonly slot: Slot;
  readonly load: Load<unknown>;
  readonly accept: ReadOptions['accept'];
}

export interface Fetcher {
  /** Fetches for a reader who waits, an entry newer than `kept`; joins what is on its way. */
  now(asked: Asked, kept?: Entry): Promise<Entry>;
  /** Fetches for nobody in particular, unless too much is on its way or another replica has just failed at it. */
  inBackground(asked: Asked, kept: Entry): void;
  isOnItsWay(slot: Slot): boolean;
  /** How long an entry's fetch has been on its way, in milliseconds; 0 where there is none. */
  ageOf(slot: Slot): number;
}

/** Above so many fetches on their way, nothing more is tried in the background. */
const MOST_AT_ONCE = 64;

/** Fetches each entry once at a time, and remembers what failed. */
export function createFetcher(
  shared: Pick<ReturnType<typeof createSharedLoad>, 'run'>,
  troubles: Troubles,
  clock: Pick<CacheClock, 'now'>,
): Fetcher {
  const flights = createFlights();

  const fetch = (asked: Asked, kept: Entry | undefined, honourMs: number): Promise<Entry> => {
    const { slot } = asked;
    return flights.join(slot.id, async () => {
      const newerThan = Math.max(kept?.fetchedAt ?? 0, clock.now() - slot.policy.freshMs);
      try {
        const entry = await shared.run({ ...asked, newerThan, honourMs });
        troubles.over(slot);
        return entry;
      } catch (error) {
        troubles.note(slot, error);
        throw error;
      }
    });
  };

  return {
    now: (asked, kept) => fetch(asked, kept, JUST_NOW_MS),
    inBackground: (asked, kept) => {
      if (flights.count < MOST_AT_ONCE) void fetch(asked, kept, RETRY_MS);
    },
    isOnItsWay: ({ id }) => flights.has(id),
    ageOf: ({ id }) => flights.ageOf(id),
  };
}
