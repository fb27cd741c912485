import { randomUUID } from 'node:crypto';
import type { ServiceName } from '@neuratrade/health-contracts';
import type { Logger, Transition } from '@neuratrade/service-kit';
import { LAST_TRY_MS, within } from '../platform/within.js';
import type { TransitionRow } from './history/repository.js';

/** How many transitions wait in memory while the database is away; the oldest go first. */
const MAX_WAITING = 10_000;
const BATCH = 500;

export interface TransitionLogOptions {
  readonly insert: (rows: readonly TransitionRow[]) => Promise<void>;
  /** Why an insert failed, in a few words. */
  readonly reasonOf: (error: unknown) => string;
  /** Whether the rows themselves were refused, so that trying them again is useless. */
  readonly isRefused: (error: unknown) => boolean;
  readonly logger: Logger;
  readonly retryMs?: number;
}

export interface TransitionLog {
  add(service: ServiceName, transition: Transition): void;
  /** Lets rows be stored from now on: the table exists. */
  open(): void;
  /** Tries once more to store what waits, though not for long, and says how much could not be stored. */
  close(): Promise<void>;
}

/** Stores transitions in order; those of a time without a database are kept until it is back. */
export function createTransitionLog(options: TransitionLogOptions): TransitionLog {
  const { insert, reasonOf, isRefused, logger, retryMs = 1_000 } = options;
  const waiting: TransitionRow[] = [];
  let opened = false;
  let storing: Promise<void> | undefined;
  let retry: NodeJS.Timeout | undefined;
  let reported = '';
  let overflowTold = false;

  const storeAll = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, BATCH);
      try {
        await insert(batch);
      } catch (error) {
        if (!isRefused(error)) throw error;
        await storeEach(batch);
      }
      for (const row of batch) if (waiting[0] === row) waiting.shift();
      reported = '';
    }
  };

  const storeEach = async (rows: readonly TransitionRow[]): Promise<void> => {
    for (const row of rows) {
      await insert([row]).catch((error: unknown) => {
        if (!isRefused(error)) throw error;
        logger.error('Health transition refused by the database', { service: row.service, at: row.at });
      });
    }
  };

  const postpone = (error: unknown): void => {
    const reason = reasonOf(error);
    if (reason !== reported) logger.warn('Health transitions wait for the database', { error: reason });
    reported = reason;
    retry = setTimeout(store, retryMs);
  };

  const store = (): void => {
    if (!opened || storing !== undefined) return;
    clearTimeout(retry);
    storing = storeAll()
      .catch(postpone)
      .finally(() => {
        storing = undefined;
      });
  };

  const keepWithinCapacity = (): void => {
    if (waiting.length <= MAX_WAITING) return;
    waiting.shift();
    if (!overflowTold)
      logger.warn('Too many health transitions wait for the database: the oldest are dropped');
    overflowTold = true;
  };

  const storeLast = async (): Promise<void> => {
    await storing;
    clearTimeout(retry);
    if (opened) await storeAll().catch(() => undefined);
  };

  return {
    add(service, transition) {
      waiting.push({ id: randomUUID(), service, ...transition });
      keepWithinCapacity();
      store();
    },
    open() {
      opened = true;
      store();
    },
    async close() {
      await within(storeLast(), LAST_TRY_MS);
      opened = false;
      if (waiting.length > 0) logger.warn('Health transitions not stored', { count: waiting.length });
    },
  };
}
