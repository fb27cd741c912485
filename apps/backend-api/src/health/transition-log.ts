import { randomUUID } from 'node:crypto';
import type { ServiceName } from '@neuratrade/health-contracts';
import type { Logger, Transition } from '@neuratrade/service-kit';
import type { TransitionRow } from './repository.js';

/** How many transitions wait in memory while the database is away; the oldest go first. */
const MAX_WAITING = 10_000;
const BATCH = 500;

export interface TransitionLogOptions {
  readonly insert: (rows: readonly TransitionRow[]) => Promise<void>;
  readonly logger: Logger;
  readonly retryMs?: number;
}

export interface TransitionLog {
  add(service: ServiceName, transition: Transition): void;
  /** Lets rows be stored from now on: the table exists. */
  open(): void;
  /** Tries once more to store what waits, and says how much could not be stored. */
  close(): Promise<void>;
}

/** Stores transitions in order; those of a time without a database are kept until it is back. */
export function createTransitionLog({
  insert,
  logger,
  retryMs = 1_000,
}: TransitionLogOptions): TransitionLog {
  const waiting: TransitionRow[] = [];
  let opened = false;
  let storing: Promise<void> | undefined;
  let retry: NodeJS.Timeout | undefined;

  const storeAll = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, BATCH);
      await insert(batch);
      const last = batch.at(-1);
      if (last !== undefined) waiting.splice(0, waiting.indexOf(last) + 1);
    }
  };

  const store = (): void => {
    if (!opened || storing !== undefined) return;
    clearTimeout(retry);
    storing = storeAll()
      .catch(() => {
        retry = setTimeout(store, retryMs);
      })
      .finally(() => {
        storing = undefined;
      });
  };

  return {
    add(service, transition) {
      waiting.push({ id: randomUUID(), service, ...transition });
      if (waiting.length > MAX_WAITING) waiting.shift();
      store();
    },
    open() {
      opened = true;
      store();
    },
    async close() {
      await storing;
      clearTimeout(retry);
      if (opened) await storeAll().catch(() => undefined);
      opened = false;
      if (waiting.length > 0) logger.warn('Health transitions not stored', { count: waiting.length });
    },
  };
}
