import type { MarketSummary, Ticker } from '@neuratrade/api-contracts';
import { AppError } from '@neuratrade/service-kit';
import { stalenessOf } from '../answer.js';
import type { CacheRead } from '../cache/cache.js';
import { staleReason } from '../cache/failure.js';
import { bestOf, entryOf } from './entry.js';

/** What was found out of one exchange: its ticker, or why there is none. */
export interface Told {
  readonly exchange: string;
  readonly found: CacheRead<Ticker> | { readonly error: AppError };
}

/**
 * The summary of what the exchanges told, in the order of their names. When every price in it is stale, so is the whole.
 *
 * @throws {AppError} the exchanges' own `not_found` when none lists the symbol, `unavailable` when none tells a price
 */
export function summaryOf(symbol: string, told: readonly Told[]): MarketSummary {
  const byName = told.toSorted((a, b) => (a.exchange < b.exchange ? -1 : 1));
  const reads = byName.flatMap(({ found }) => ('error' in found ? [] : [found]));
  const failed = byName.flatMap(({ exchange, found }) =>
    'error' in found ? [{ exchange, error: found.error }] : [],
  );
  const [first] = reads;
  if (first === undefined) throw nothingFor(symbol, failed);
  const exchanges = reads.map(entryOf);
  return {
    symbol,
    exchanges,
    best: bestOf(exchanges),
    unavailable: failed.map(({ exchange, error }) => ({ exchange, reason: reasonFor(error) })),
    as_of: exchanges.map(({ as_of }) => as_of).toSorted()[0] ?? first.value.as_of,
    ...(reads.every(({ stale }) => stale) ? stalenessOf(first) : {}),
  };
}

type Failed = readonly { readonly exchange: string; readonly error: AppError }[];

function nothingFor(symbol: string, failed: Failed): AppError {
  const errors = failed.map(({ error }) => error);
  const refusal = errors.find(({ code }) => code === 'not_found');
  if (refusal !== undefined && errors.every(({ code }) => code === 'not_found')) return refusal;
  const reasons = failed.map(({ exchange, error }) => `${exchange}: ${reasonFor(error)}`).join(', ');
  const waits = errors.flatMap(({ retryAfterSeconds }) => retryAfterSeconds ?? []);
  return new AppError(
    'unavailable',
    `No exchange tells a price of ${symbol} now (${reasons}). Try again soon.`,
    {
      retryAfterSeconds: waits.length > 0 ? Math.min(...waits) : undefined,
    },
  );
}

function reasonFor(error: AppError): string {
  if (error.code === 'not_found') return 'not listed';
  return error.code === 'not_supported' ? 'not supported' : staleReason(error);
}
