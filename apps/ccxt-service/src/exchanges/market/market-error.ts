import { AppError, type ErrorCode } from '@neuratrade/service-kit';
import ccxt from 'ccxt';
import type { ExchangeFailure } from '../../connectivity/failure.js';

/** Why market data could not be had; `reason` is the short and stable one for the log. */
export class MarketError extends AppError {
  constructor(
    code: ErrorCode,
    readonly reason: string,
    message: string,
    options: ErrorOptions & { readonly retryAfterSeconds?: number } = {},
  ) {
    super(code, message, options);
    this.name = 'MarketError';
  }
}

/** The reason where we ask less often than the exchange would refuse: that is our own doing, and no failure of anybody. */
export const QUOTA_USED_UP = 'quota used up';

/** The exchange is not asked now; `why` continues a sentence, `ms` is when to come again. */
export function busy(reason: string, why: string, ms: number): MarketError {
  const retryAfterSeconds = Math.max(1, Math.ceil(ms / 1_000));
  return new MarketError('exchange_busy', reason, `${why}. Try again in ${retryAfterSeconds} s.`, {
    retryAfterSeconds,
  });
}

export function timedOut(exchange: string, timeoutMs: number, cause?: unknown): MarketError {
  return new MarketError(
    'exchange_timeout',
    'timeout',
    `${exchange} did not answer within ${timeoutMs} ms. Try again, or raise EXCHANGE_REQUEST_TIMEOUT_MS.`,
    { cause },
  );
}

/** What a failed request is told as; `pausedMs` is how long the exchange is left alone because of it. */
export function marketError(
  exchange: string,
  failure: ExchangeFailure,
  { timeoutMs, pausedMs }: { readonly timeoutMs: number; readonly pausedMs: number },
): MarketError {
  const { errorClass, reason, cause } = failure;
  if (pausedMs > 0) return busy(reason, `${exchange} is not asked now: ${reason}`, pausedMs);
  if (errorClass === 'timeout') return timedOut(exchange, timeoutMs, failure);
  if (cause instanceof ccxt.NotSupported) {
    return new MarketError('not_supported', 'not supported', `${exchange} has no such data.`, { cause });
  }
  if (cause instanceof ccxt.BadSymbol) {
    return new MarketError('not_found', 'unknown symbol', `${exchange} does not know this market any more.`, {
      cause,
    });
  }
  return new MarketError('exchange_failed', reason, `${exchange} could not be asked: ${reason}. Try again.`, {
    cause: failure,
  });
}
