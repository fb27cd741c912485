import { AppError, type Logger } from '@neuratrade/service-kit';

/** How an exchange took what was asked of it lately. */
export interface Patience {
  /** Why it is not to be asked now; undefined when it may be. */
  refuses(exchange: string): AppError | undefined;
  answered(exchange: string): void;
  failed(exchange: string, error: unknown): void;
}

export interface PatienceOptions {
  readonly logger: Logger;
  /** The pause after a first failure, in milliseconds; each further one doubles it. */
  readonly firstMs: number;
  /** Milliseconds, of any beginning. */
  readonly now?: () => number;
}

const LONGEST_MS = 30_000;

/**
 * Leaves an exchange alone for longer and longer while it fails, and as it asks for, up to half a minute: ccxt-service keeps longer pauses,
 * and knows when one is over before its time. An outage is logged once.
 */
export function createPatience({
  logger,
  firstMs,
  now = () => performance.now(),
}: PatienceOptions): Patience {
  const failing = new Map<string, { failures: number; until: number; error: AppError }>();
  return {
    refuses(exchange) {
      const state = failing.get(exchange);
      return state !== undefined && now() < state.until ? state.error : undefined;
    },
    answered(exchange) {
      if (failing.delete(exchange)) logger.info('Watchlist is refreshed again', { exchange });
    },
    failed(exchange, cause) {
      const failures = (failing.get(exchange)?.failures ?? 0) + 1;
      const error =
        cause instanceof AppError ? cause : new AppError('exchange_failed', `${exchange} failed.`, { cause });
      const wanted = (error.retryAfterSeconds ?? 0) * 1_000;
      const pause = Math.min(Math.max(wanted, firstMs * 2 ** (failures - 1)), LONGEST_MS);
      failing.set(exchange, { failures, until: now() + pause, error });
      if (failures === 1) {
        logger.warn('Watchlist is not refreshed', { exchange, code: error.code, error: error.message });
      }
    },
  };
}
