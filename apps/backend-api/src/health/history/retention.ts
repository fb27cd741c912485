import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@neuratrade/service-kit';
import { LAST_TRY_MS, within } from '../../platform/within.js';

export interface RetentionOptions {
  /** Each deletes at most so many old records of one kind, and resolves with how many it found. */
  readonly deletions: readonly ((limit: number) => Promise<number>)[];
  /** Why a deletion failed, in a few words. */
  readonly reasonOf: (error: unknown) => string;
  readonly logger: Logger;
  readonly everyMs?: number;
  readonly batch?: number;
}

export interface Retention {
  /** Deletes what is too old, now and from then on every hour. */
  start(): void;
  /** Ends it after the batch that is under way, unless that takes too long. */
  stop(): Promise<void>;
}

/** Leaves the database time for others between two batches. */
const PAUSE_MS = 50;

/** Keeps the records bounded, a small batch at a time. */
export function createRetention(options: RetentionOptions): Retention {
  const { deletions, reasonOf, logger, everyMs = 3_600_000, batch = 1_000 } = options;
  let underWay: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let reported = '';

  const deleteAll = async (): Promise<void> => {
    let deleted = 0;
    for (const deleteSome of deletions) {
      for (let found = batch; found >= batch && !stopped; deleted += found) {
        found = await deleteSome(batch);
        if (found >= batch) await sleep(PAUSE_MS);
      }
    }
    reported = '';
    if (deleted > 0) logger.info('Old health records deleted', { count: deleted });
  };

  const run = (): void => {
    underWay ??= deleteAll()
      .catch((error: unknown) => {
        const reason = reasonOf(error);
        if (reason !== reported) logger.warn('Old health records wait to be deleted', { error: reason });
        reported = reason;
      })
      .finally(() => {
        underWay = undefined;
      });
  };

  return {
    start() {
      if (stopped) return;
      timer = setInterval(run, everyMs);
      run();
    },
    async stop() {
      stopped = true;
      clearInterval(timer);
      await within(Promise.resolve(underWay), LAST_TRY_MS);
    },
  };
}
