import type { HealthHistory } from '@neuratrade/health-contracts';
import { orUnavailable } from '../unavailable.js';
import { cursorOf, type Place } from './cursor.js';
import { entryOf, type StoredTransition } from './entry.js';
import type { HistoryQuery } from './query.js';

export interface HistoryServiceOptions {
  /** Transitions newest first. */
  readonly list: (query: HistoryQuery) => Promise<readonly (StoredTransition & { readonly place: Place })[]>;
  readonly reasonOf: (error: unknown) => string;
}

export interface HistoryService {
  /** @throws {AppError} `unavailable` while the database is */
  history(query: HistoryQuery): Promise<HealthHistory>;
}

/** Tells transitions page by page. */
export function createHistoryService({ list, reasonOf }: HistoryServiceOptions): HistoryService {
  return {
    async history(query) {
      const found = await orUnavailable(list({ ...query, limit: query.limit + 1 }), reasonOf);
      const page = found.slice(0, query.limit);
      const last = page.at(-1);
      return {
        transitions: page.map(entryOf),
        next: found.length > page.length && last !== undefined ? cursorOf(last.place) : null,
      };
    },
  };
}
