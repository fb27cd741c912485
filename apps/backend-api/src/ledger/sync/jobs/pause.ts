import { AppError, type ErrorCode } from '@neuratrade/service-kit';
import type { Job } from './job.js';

const LONGEST_MS = 30_000;

/** How long a job rests after so many failures in a row, the latest being this one: 1 s, 2 s, 4 s … half a minute, or as long as was asked for. */
export function restAfter(failures: number, error: unknown): number {
  const wanted = error instanceof AppError ? (error.retryAfterSeconds ?? 0) * 1_000 : 0;
  return Math.min(Math.max(wanted, 1_000 * 2 ** Math.min(failures - 1, 10)), LONGEST_MS);
}

const OF_THE_EXCHANGE: readonly ErrorCode[] = [
  'unavailable',
  'exchange_busy',
  'exchange_timeout',
  'too_many_requests',
];

/** Whether a failure concerns all that an exchange is asked for. Of transfers it may be asked less often than of anything else. */
export function isOfTheExchange({ kind }: Pick<Job, 'kind'>, { code }: AppError): boolean {
  return OF_THE_EXCHANGE.includes(code) && (kind !== 'transfers' || code !== 'exchange_busy');
}

/** Exchanges that this process does not ask for a while. */
export interface Rest {
  resting(): readonly string[];
  answered(exchange: string): void;
  /** Lets the exchange rest for longer and longer, up to half a minute, if the failure is one of the exchange's. */
  failed(job: Pick<Job, 'kind' | 'exchange'>, error: AppError): void;
}

export function createRest(now: () => number = () => performance.now()): Rest {
  const failing = new Map<string, { readonly failures: number; readonly until: number }>();
  return {
    resting: () => [...failing].filter(([, { until }]) => until > now()).map(([exchange]) => exchange),
    answered: (exchange) => void failing.delete(exchange),
    failed(job, error) {
      if (!isOfTheExchange(job, error)) return;
      const { exchange } = job;
      const known = failing.get(exchange);
      if (known !== undefined && known.until > now()) return;
      const failures = (known?.failures ?? 0) + 1;
      failing.set(exchange, {
        failures,
        until: now() + restAfter(failures, error),
      });
    },
  };
}
