import {
  type HealthHistory,
  type HealthTransition,
  SERVICES,
  type ServiceName,
} from '@neuratrade/health-contracts';
import type { Database } from '../../platform/db/database.js';
import { orUnavailable } from '../../platform/db/unavailable.js';
import { cursorOf } from './cursor.js';
import { entryOf, type StoredTransition } from './entry.js';
import type { HistoryQuery } from './query.js';
import { listDown, listTransitions } from './repository.js';

export interface HistoryServiceOptions {
  readonly pool: Database;
  /** Whether a part is looked at at all; of one that is switched off, nothing goes on. */
  readonly isWatched: (service: ServiceName) => boolean;
  readonly reasonOf: (error: unknown) => string;
}

/** Every call rejects with `unavailable` while the database is. */
export interface HistoryService {
  history(query: HistoryQuery): Promise<HealthHistory>;
  /** How parts went down since an instant (milliseconds since 1970), or before it where they were down then: newest first, at most `limit`. */
  incidents(from: number, limit: number): Promise<readonly HealthTransition[]>;
}

/** Tells transitions page by page. */
export function createHistoryService({ pool, isWatched, reasonOf }: HistoryServiceOptions): HistoryService {
  const told = (transition: StoredTransition): HealthTransition => {
    const entry = entryOf(transition);
    return { ...entry, ongoing: entry.ongoing && isWatched(entry.service) };
  };

  return {
    async history(query) {
      const found = await orUnavailable(
        listTransitions(pool, { ...query, limit: query.limit + 1 }),
        reasonOf,
      );
      const page = found.slice(0, query.limit);
      const last = page.at(-1);
      return {
        transitions: page.map(told),
        next: found.length > page.length && last !== undefined ? cursorOf(last.place) : null,
      };
    },
    async incidents(from, limit) {
      const watched = SERVICES.filter(isWatched);
      const found = listDown(pool, watched, { from: new Date(from), limit });
      return (await orUnavailable(found, reasonOf)).map(entryOf);
    },
  };
}
