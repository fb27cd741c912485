import { reasonOf } from '@neuratrade/service-kit';
import ccxt from 'ccxt';
import { ExchangeFailure } from '../connectivity/failure.js';

type ErrorClass = abstract new (...args: never[]) => Error;

/** ccxt's errors from the particular to the general, and what each one means to us. */
const MEANINGS: readonly [readonly ErrorClass[], ExchangeFailure['errorClass'], string][] = [
  [[ccxt.RequestTimeout], 'timeout', 'connection timeout'],
  [[ccxt.DDoSProtection, ccxt.RateLimitExceeded], 'rate_limited', 'rate limited'],
  [[ccxt.OnMaintenance], 'maintenance', 'under maintenance'],
  [[ccxt.AuthenticationError], 'auth', 'access denied'],
  [[ccxt.RestrictedLocation], 'auth', 'not available from this location'],
  [[ccxt.BadResponse, SyntaxError, TypeError], 'bad_response', 'unexpected answer'],
  [[ccxt.ExchangeNotAvailable], 'network', 'exchange not available'],
  [[ccxt.NetworkError], 'network', 'connection failed'],
  [[ccxt.OperationFailed], 'network', 'exchange not available'],
  [[ccxt.ExchangeError], 'unknown', 'exchange refused the request'],
];

/**
 * Turns whatever ccxt threw into a failure of the closed list. Nothing of its message, which may hold a
 * signed address, is kept but a known network error code.
 */
export function classifyError(error: unknown): ExchangeFailure {
  if (error instanceof ExchangeFailure) return error;
  const meaning = MEANINGS.find(([classes]) => classes.some((type) => error instanceof type));
  if (meaning === undefined) return new ExchangeFailure('unknown', 'check failed', { cause: error });
  const [, errorClass, reason] = meaning;
  const precise = errorClass === 'network' ? networkReason(error as Error) : undefined;
  return new ExchangeFailure(errorClass, precise ?? reason, { cause: error });
}

function networkReason(error: Error): string | undefined {
  if (/other side closed|socket hang up/i.test(error.message)) return 'connection reset';
  const code = /\b(?:E[A-Z_]{4,}|UND_ERR_[A-Z_]+)\b/.exec(error.message)?.[0];
  const reason = reasonOf({ code });
  return reason === 'connection failed' ? undefined : reason;
}
