import { randomUUID } from 'node:crypto';
import { AppError, type ErrorCode } from '@neuratrade/service-kit';

/** Codes that say that the upstream failed, with the words that a stale value is marked with. */
const UPSTREAM: Partial<Record<ErrorCode, string>> = {
  exchange_failed: 'exchange failed',
  exchange_busy: 'exchange busy',
  exchange_timeout: 'exchange timeout',
  unavailable: 'service unavailable',
  internal: 'fetching failed',
};

/** Codes that are about what was asked; a kept value is no answer to them. */
const DEFINITIVE: readonly ErrorCode[] = [
  'bad_request',
  'not_found',
  'not_supported',
  'conflict',
  'forbidden',
];

const CODES = new Set<string>([...Object.keys(UPSTREAM), ...DEFINITIVE]);

/** Whether a failure is an answer by itself, which no kept value may stand in for. */
export function isDefinitive(error: unknown): boolean {
  return error instanceof AppError && DEFINITIVE.includes(error.code);
}

export function staleReason(error: unknown): string {
  return (error instanceof AppError ? UPSTREAM[error.code] : undefined) ?? 'fetching failed';
}

/** A failure for the other replicas; no two are alike, so that a waiter can tell a new one. */
export function encodeFailure(error: unknown): string {
  const id = randomUUID();
  if (!(error instanceof AppError) || !CODES.has(error.code))
    return JSON.stringify({ id, code: 'unavailable' });
  const { code, message, retryAfterSeconds } = error;
  return JSON.stringify({ id, code, message, retryAfterSeconds });
}

/** The failure of another replica as the error that its own caller got. */
export function decodeFailure(text: string): AppError {
  const fallback = 'The exchange could not be asked. Try again in a moment.';
  try {
    const { code, message, retryAfterSeconds } = JSON.parse(text) as Record<string, unknown>;
    if (typeof code === 'string' && CODES.has(code)) {
      return new AppError(code as ErrorCode, typeof message === 'string' ? message : fallback, {
        retryAfterSeconds: typeof retryAfterSeconds === 'number' ? retryAfterSeconds : undefined,
      });
    }
  } catch {
    // Redis held something else under that name
  }
  return new AppError('unavailable', fallback);
}
