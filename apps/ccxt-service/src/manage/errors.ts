import { AppError, nearest } from '@neuratrade/service-kit';
import { type ConfiguredExchange, labelOf } from '../configured/exchange.js';
import type { ExchangeFailure } from '../connectivity/failure.js';

type Identity = Pick<ConfiguredExchange, 'name' | 'account'>;

/** Said after a refusal, so that nobody has to wonder. */
export const NOTHING_CHANGED = 'Nothing was changed.';

export function conflict(message: string): AppError {
  return new AppError('conflict', `${message} ${NOTHING_CHANGED}`);
}

/** @throws {AppError} `bad_request` with the nearest name when ccxt knows none of that name */
export function refuseUnknownName(name: string, known: readonly string[]): void {
  if (known.includes(name)) return;
  const near = nearest(name, known);
  const hint = near === undefined ? 'give the name that ccxt has for the exchange.' : `did you mean ${near}?`;
  throw new AppError('bad_request', `There is no exchange ${name}: ${hint}`);
}

export function notConfigured(identity: Identity, configured: readonly ConfiguredExchange[]): AppError {
  const labels = configured.map(labelOf);
  const near = nearest(labelOf(identity), labels) ?? labels.find((label) => label.startsWith(identity.name));
  const hint = near === undefined ? '' : ` Did you mean ${near}?`;
  const list = labels.length === 0 ? 'None is.' : `Configured: ${labels.join(', ')}.`;
  return new AppError('not_found', `${labelOf(identity)} is not configured.${hint} ${list}`);
}

const CODES = {
  network: 'exchange_failed',
  timeout: 'exchange_timeout',
  rate_limited: 'exchange_busy',
  maintenance: 'exchange_busy',
  auth: 'exchange_failed',
  bad_response: 'exchange_failed',
  unknown: 'exchange_failed',
} as const;

/** A key could not be checked, because of the exchange or of the way to it. */
export function notVerified(name: string, failure: ExchangeFailure): AppError {
  const { errorClass, reason, pauseMs, cause } = failure;
  return new AppError(
    CODES[errorClass],
    `The key could not be checked: ${name}: ${reason}. Try again later. ${NOTHING_CHANGED}`,
    { cause, retryAfterSeconds: pauseMs === undefined ? undefined : pauseMs / 1_000 },
  );
}
