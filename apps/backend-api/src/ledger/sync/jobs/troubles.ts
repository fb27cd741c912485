import type { AppError, Logger } from '@neuratrade/service-kit';
import { aboutJob, type Job } from './job.js';
import { isOfTheExchange } from './pause.js';

/** Tells what cannot be read, once for each trouble, and its end. */
export interface Troubles {
  failed(job: Job, error: AppError): void;
  answered(job: Job): void;
}

/** What concerns an exchange is told for all of its jobs at once. */
export function createTroubles(logger: Logger): Troubles {
  const known = new Map<string, Readonly<Record<string, string>>>();
  const placeOf = ({ account, exchange }: Job): string => `${account.id} ${exchange}`;
  const jobOf = (job: Job): string => `${placeOf(job)} ${job.kind} ${job.symbol}`;
  return {
    failed(job, error) {
      const whole = isOfTheExchange(job, error);
      const key = whole ? placeOf(job) : jobOf(job);
      if (known.has(key)) return;
      const about = whole ? { account: job.account.name, exchange: job.exchange } : aboutJob(job);
      known.set(key, about);
      logger.warn('Exchange cannot be read', { ...about, code: error.code, error: error.message });
    },
    answered(job) {
      for (const key of [placeOf(job), jobOf(job)]) {
        const about = known.get(key);
        if (about === undefined) continue;
        known.delete(key);
        logger.info('Exchange is read again', about);
      }
    },
  };
}
