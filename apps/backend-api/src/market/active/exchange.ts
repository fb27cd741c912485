import { AppError, badValue, given, type Query } from '@neuratrade/service-kit';

/** Names of the exchanges that are in use. */
export type ActiveExchanges = () => readonly string[];

const NAME = /^[a-z0-9_]{1,64}$/;

/** The failure of a request that needs an exchange while there is none. */
export function noExchange(): AppError {
  const text =
    'No exchange is active. `neuratrade exchanges list` shows them, `neuratrade exchanges add NAME` adds one.';
  return new AppError('unavailable', text);
}

/**
 * The exchange that a request means. Where it names none, that is the one exchange that is active.
 *
 * @throws {AppError} `bad_request` when there are several, `unavailable` when there is none
 */
export function exchangeOf(query: Query, active: ActiveExchanges): string {
  const name = given(query, 'exchange');
  if (name === undefined) return onlyOne(active());
  const lower = name.trim().toLowerCase();
  if (!NAME.test(lower)) throw badValue('exchange', name, 'the name of an exchange, for instance binance.');
  return lower;
}

function onlyOne(names: readonly string[]): string {
  const [first, ...others] = names;
  if (first === undefined) throw noExchange();
  if (others.length === 0) return first;
  throw new AppError('bad_request', `exchange is missing: give one of ${names.join(', ')}.`);
}
