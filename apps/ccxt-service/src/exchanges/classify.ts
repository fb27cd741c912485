import ccxt from 'ccxt';
import { ExchangeFailure } from '../connectivity/failure.js';

type ErrorClass = abstract new (...args: never[]) => Error;
type Meaning = readonly [ExchangeFailure['errorClass'], string];

/** HTTP statuses that mean the same everywhere, whatever class ccxt makes of them. */
const STATUSES: Readonly<Record<number, Meaning>> = {
  418: ['rate_limited', 'rate limited'],
  429: ['rate_limited', 'rate limited'],
  451: ['auth', 'not available from this location'],
};

/** ccxt's errors from the particular to the general, and what each one means to us. */
const MEANINGS: readonly [readonly ErrorClass[], Meaning][] = [
  [[ccxt.RequestTimeout], ['timeout', 'connection timeout']],
  [
    [ccxt.DDoSProtection, ccxt.RateLimitExceeded],
    ['rate_limited', 'rate limited'],
  ],
  [[ccxt.OnMaintenance], ['maintenance', 'under maintenance']],
  [[ccxt.AuthenticationError], ['auth', 'access denied']],
  [[ccxt.RestrictedLocation], ['auth', 'not available from this location']],
  [
    [ccxt.BadResponse, SyntaxError, TypeError],
    ['bad_response', 'unexpected answer'],
  ],
  [[ccxt.ExchangeNotAvailable], ['network', 'exchange not available']],
  [[ccxt.NetworkError], ['network', 'connection failed']],
  [[ccxt.OperationFailed], ['network', 'exchange not available']],
  [[ccxt.ExchangeError], ['unknown', 'exchange refused the request']],
];

/**
 * Turns whatever ccxt threw, after an answer with `status` if there was one, into a failure of the closed list.
 * Nothing of its message, which may hold a signed address, is kept.
 */
export function classifyError(error: unknown, status?: number): ExchangeFailure {
  const certain = status === undefined ? undefined : STATUSES[status];
  if (certain === undefined && error instanceof ExchangeFailure) return error;
  const [errorClass, reason] = certain ?? meaningOf(error, status);
  return new ExchangeFailure(errorClass, reason, { cause: error });
}

function meaningOf(error: unknown, status: number | undefined): Meaning {
  const known = MEANINGS.find(([classes]) => classes.some((type) => error instanceof type));
  if (known === undefined) return ['unknown', 'check failed'];
  const [, meaning] = known;
  return status === 403 && meaning[0] === 'network' ? ['auth', 'access denied'] : meaning;
}
