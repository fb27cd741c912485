import { databasePlace } from '../../services/database-place.js';
import type { StackState } from '../../supervisor/state.js';
import type { FoundSettings } from '../facts/settings.js';
import { suppliedDatabase } from '../facts/supplied.js';

/** Which database is to be looked at. `url` is undefined while it cannot run, or is not told here; `place` names it without a secret. */
export type DatabaseTarget = { supplied: boolean; url: string | undefined; place: string };

/** The database of DATABASE_URL, else the one that the gateway was started with, or supplies, while it runs. */
export function databaseTarget(
  { settings, paths }: FoundSettings,
  state: StackState | undefined,
): DatabaseTarget {
  if (settings.DATABASE_URL !== undefined) {
    return { supplied: false, url: settings.DATABASE_URL, place: databasePlace(settings.DATABASE_URL) };
  }
  const elsewhere = state?.external.database;
  if (elsewhere !== undefined) return { supplied: false, url: undefined, place: elsewhere };
  const port = state?.services.database?.port;
  const url = port == null ? undefined : suppliedDatabase(paths)?.urlOn(port);
  return { supplied: true, url, place: `embedded, 127.0.0.1:${port ?? 'not running'}` };
}
