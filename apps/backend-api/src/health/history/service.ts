import type { HealthHistory, HealthTransition, ServiceName } from '@neuratrade/health-contracts';
import { orUnavailable } from '../../platform/db/unavailable.js';
import { cursorOf, type Place } from './cursor.js';
import { entryOf, type StoredTransition } from './entry.js';
import type { HistoryQuery } from './query.js';

export interface HistoryServiceOptions {
  /** Transitions newest first. */
  readonly list: (query: HistoryQuery) => Promise<readonly (StoredTransition & { readonly place: Place })[]>;
  /** Whether a part is looked at at all; of one that is switched off, nothing goes on. */
  readonly isWatched: (service: ServiceName) => boolean;
  readonly reasonOf: (error: unknown) => string;
}

export interface HistoryService {
  /** @throws {AppError} `unavailable` while the database is */
  history(query: HistoryQuery): Promise<HealthHistory>;
}

/** Tells transitions page by page. */
export function createHistoryService({ list, isWatched, reasonOf }: HistoryServiceOptions): HistoryService {
  const told = (transition: StoredTransition): HealthTransition => {
    const entry = entryOf(transition);
    return { ...entry, ongoing: entry.ongoing && isWatched(entry.service) };
  };

  return {
    async history(query) {
      const found = await orUnavailable(list({ ...query, limit: query.limit + 1 }), reasonOf);
      const page = found.slice(0, query.limit);
      const last = page.at(-1);
      return {
        transitions: page.map(told),
        next: found.length > page.length && last !== undefined ? cursorOf(last.place) : null,
      };
    },
  };
}
