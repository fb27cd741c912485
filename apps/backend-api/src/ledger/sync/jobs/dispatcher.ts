import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError, errorFields, type Logger } from '@neuratrade/service-kit';
import type { Database } from '../../../platform/db/database.js';
import { DatabaseUnavailable } from '../../../platform/db/unavailable.js';
import { LAST_TRY_MS, within } from '../../../platform/within.js';
import { aboutJob, type Job, type JobKind, LeaseLost, type Reader } from './job.js';
import { createRest, isOfTheExchange, restAfter } from './pause.js';
import { claimJob, deferJobs, failJob, finishJob, keepJob, releaseJob } from './repository.js';
import { createTroubles } from './troubles.js';

export interface DispatcherOptions {
  readonly pool: Database;
  readonly readers: Readonly<Record<JobKind, Reader>>;
  /** Why the database failed, in a few words. */
  readonly reasonOf: (error: unknown) => string;
  readonly logger: Logger;
}

export interface Dispatcher {
  open(): void;
  /** Gives back what is under way. */
  close(): Promise<void>;
}

/** How many jobs this process does at once, and how many of them of one exchange, so that one that hangs leaves room for the others. */
const AT_ONCE = 8;
const OF_ONE_EXCHANGE = 2;
/** How soon to look again when nothing is due, and when the database cannot be asked. */
const IDLE_MS = 1_000;
const BROKEN_MS = 1_000;

/** Takes jobs that are due and does them. Any number of processes share them; what one leaves undone, another takes over. */
export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const { pool, readers, reasonOf, logger } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  const rest = createRest();
  const troubles = createTroubles(logger);
  const underWay = new Map<Job, Promise<void>>();
  let looking: Promise<void> = Promise.resolve();
  let wake: () => void = () => undefined;

  const failed = async (job: Job, error: unknown): Promise<void> => {
    if (signal.aborted) return releaseJob(pool, job);
    const dueInMs = restAfter(job.failures + 1, error);
    if (error instanceof DatabaseUnavailable) {
      await failJob(pool, job, { error: error.message, dueInMs });
      logger.warn('Sync waits for the database', { ...aboutJob(job), error: reasonOf(error.cause) });
      return;
    }
    if (error instanceof AppError) {
      rest.failed(job, error);
      troubles.failed(job, error);
      const failure = { error: error.message, dueInMs };
      await failJob(pool, job, failure);
      if (isOfTheExchange(job, error)) await deferJobs(pool, job, failure);
      return;
    }
    await failJob(pool, job, { error: `It failed here: ${reasonOf(error)}. The log says more.`, dueInMs });
    logger.error('Sync failed', { ...aboutJob(job), ...errorFields(error) });
  };

  const work = async (job: Job): Promise<void> => {
    try {
      const done = await readers[job.kind]({
        job,
        signal,
        keep: (progress, client) => keepJob(client ?? pool, job, progress),
      });
      rest.answered(job.exchange);
      troubles.answered(job);
      await finishJob(pool, job, done);
    } catch (error) {
      if (error instanceof LeaseLost) logger.debug('Sync job was taken over', aboutJob(job));
      else await failed(job, error);
    }
  };

  const busy = (): string[] => {
    const exchanges = [...underWay.keys()].map(({ exchange }) => exchange);
    const jobsOf = (name: string): number => exchanges.filter((exchange) => exchange === name).length;
    return exchanges.filter((exchange) => jobsOf(exchange) >= OF_ONE_EXCHANGE);
  };

  const begin = (job: Job): void => {
    const doing = work(job)
      .catch((error: unknown) =>
        logger.debug('Sync job is left to its lease', { ...aboutJob(job), error: reasonOf(error) }),
      )
      .finally(() => {
        underWay.delete(job);
        wake();
      });
    underWay.set(job, doing);
  };

  /** Resolves with how long to wait until the next look. */
  const look = async (): Promise<number> => {
    while (underWay.size < AT_ONCE && !signal.aborted) {
      const job = await claimJob(pool, randomUUID(), [...rest.resting(), ...busy()]);
      if (job === undefined) return IDLE_MS;
      begin(job);
    }
    return IDLE_MS;
  };

  const goOn = async (): Promise<void> => {
    while (!signal.aborted) {
      const woken = new Promise<void>((resolve) => {
        wake = resolve;
      });
      const pause = await look().catch((error: unknown) => {
        logger.debug('Sync waits for the database', { error: reasonOf(error) });
        return BROKEN_MS;
      });
      await Promise.race([woken, sleep(pause, undefined, { signal }).catch(() => undefined)]);
    }
  };

  return {
    open() {
      looking = goOn();
    },
    async close() {
      stopping.abort();
      await within(Promise.all([looking, ...underWay.values()]), LAST_TRY_MS);
    },
  };
}
