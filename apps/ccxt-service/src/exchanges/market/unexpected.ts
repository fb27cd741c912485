import { ExchangeFailure } from '../../connectivity/failure.js';

/** The failure of an exchange whose answer cannot be right; `what` is told at debug level only. */
export function unexpected(what: string): ExchangeFailure {
  return new ExchangeFailure('bad_response', 'unexpected answer', { cause: new Error(what) });
}
