import type { SyncStatus } from '@neuratrade/api-contracts';
import { formatTimestamp } from '@neuratrade/health-contracts';
import { AppError } from '@neuratrade/service-kit';
import type { Database } from '../../../platform/db/database.js';
import { orUnavailable } from '../../../platform/db/unavailable.js';
import { hastenJobs, isBackFilling, type JobFilter, listJobs } from './repository.js';
import { toldJob } from './told-job.js';

/** Every call rejects with `unavailable` while the database is. */
export interface SyncService {
  status(filter: JobFilter): Promise<SyncStatus>;
  /** Has everything read now, and resolves with how that stands. @throws {AppError} `not_found` when nothing of the kind is read */
  now(filter: JobFilter): Promise<SyncStatus>;
  /** Whether fills of an account that were executed already are still to come. */
  isBackFilling(accountId: number): Promise<boolean>;
}

export interface SyncServiceOptions {
  readonly pool: Database;
  /** Why the database failed, in a few words. */
  readonly reasonOf: (error: unknown) => string;
}

export function createSyncService({ pool, reasonOf }: SyncServiceOptions): SyncService {
  const status = async (filter: JobFilter): Promise<SyncStatus> => {
    const rows = await orUnavailable(listJobs(pool, filter), reasonOf);
    return { jobs: rows.map(toldJob), updated_at: formatTimestamp(new Date()) };
  };
  return {
    status,
    async now(filter) {
      await orUnavailable(hastenJobs(pool, filter), reasonOf);
      const told = await status(filter);
      if (told.jobs.length === 0) throw nothingRead(filter);
      return told;
    },
    isBackFilling: (accountId) => orUnavailable(isBackFilling(pool, accountId), reasonOf),
  };
}

function nothingRead({ exchange }: JobFilter): AppError {
  const name = exchange ?? 'No exchange';
  const text = `${name} is ${exchange === undefined ? '' : 'not '}read: only exchanges that are enabled and have a key are. neuratrade exchanges keys ${exchange ?? 'NAME'} gives it one.`;
  return new AppError('not_found', text);
}
