import {
  AppError,
  createRedactor,
  type ErrorCode,
  errorCodes,
  type JsonAnswer,
  reasonOf,
} from '@neuratrade/service-kit';
import { toldError } from '../ccxt-client/told-error.js';

/** What goes wrong between this backend and ccxt-service, which no caller could mend. */
const NOT_HANDED_ON: readonly ErrorCode[] = ['unauthorized', 'forbidden', 'internal'];

/** Errors of a connection that never came to be, so that nothing was asked. */
const NOT_ASKED = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'];

/** What ccxt-service was asked to do, for the words of a failure. */
export interface Asked {
  /** What stays undone when it was not even asked: `binance is not added`. */
  readonly undone: string;
  /** What nobody knows when the answer got lost: `binance was added`; undefined for what changes nothing. */
  readonly unknown: string | undefined;
  /** What must show in no message. */
  readonly secrets: readonly (string | undefined)[];
}

/** The failure of a call that brought no answer. */
export function noAnswer(error: unknown, { undone, unknown }: Asked): AppError {
  const reason = reasonOf(error);
  if (unknown === undefined || errorCodes(error).some((code) => NOT_ASKED.includes(code))) {
    const text = `ccxt-service cannot be asked now (${reason}), so ${undone}. Try again when /health calls ccxt healthy.`;
    return new AppError('unavailable', text, { cause: error });
  }
  return lostAnswer(reason, unknown, error);
}

/** The failure that an answer other than the one hoped for means: a refusal in ccxt-service's own words, where it is one. */
export function refusal({ status, body, retryAfterSeconds }: JsonAnswer, asked: Asked): AppError {
  const told = toldError(body);
  if (told !== undefined && status >= 400 && !NOT_HANDED_ON.includes(told.code)) {
    return new AppError(told.code, createRedactor(asked.secrets)(told.message), { retryAfterSeconds });
  }
  if (status === 401) {
    const text = `ccxt-service refuses this backend's key, so ${asked.undone}. Give both the same SERVICE_API_KEY.`;
    return new AppError('unavailable', text);
  }
  const reason = `unexpected answer, HTTP ${status}`;
  if (asked.unknown !== undefined) return lostAnswer(reason, asked.unknown);
  return new AppError('unavailable', `ccxt-service failed (${reason}), so ${asked.undone}. See its log.`);
}

function lostAnswer(reason: string, unknown: string, cause?: unknown): AppError {
  const text = `The answer of ccxt-service got lost (${reason}): it is not known whether ${unknown}. Look in a few seconds with GET /api/v1/exchanges.`;
  return new AppError('unavailable', text, { cause });
}
