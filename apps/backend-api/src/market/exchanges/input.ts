import {
  type AddExchange,
  addExchangeSchema,
  type ChangeExchange,
  changeExchangeSchema,
  MAIN_ACCOUNT,
} from '@neuratrade/api-contracts';
import { AppError, bodyOf, type Query } from '@neuratrade/service-kit';
import { accountNameOf } from '../../ledger/accounts/account.js';
import type { ExchangePlace } from './exchange.js';

const TOGETHER = 'key and secret come together: send both or neither.';

/** @throws {AppError} `bad_request` naming the field, never what it holds */
export function addedExchange(body: unknown): AddExchange {
  const exchange = bodyOf(addExchangeSchema, body, '{"name":"binance"}');
  const { key, secret, password } = exchange;
  if (isHalf(key, secret, password)) throw new AppError('bad_request', TOGETHER);
  return exchange;
}

/** @throws {AppError} `bad_request` naming the field, never what it holds */
export function exchangeChange(body: unknown): ChangeExchange {
  const change = bodyOf(changeExchangeSchema, body, '{"enabled":false}');
  const { enabled, key, secret, password } = change;
  if (key === null && (secret ?? password) !== undefined) {
    throw new AppError(
      'bad_request',
      'key is null, which takes the keys away: send no secret and no password.',
    );
  }
  if (key !== null && isHalf(key, secret, password)) throw new AppError('bad_request', TOGETHER);
  if (enabled === undefined && key === undefined) {
    throw new AppError('bad_request', 'Nothing to change: send enabled, or key and secret, or "key": null.');
  }
  return change;
}

/** The exchange that a path and its query name; the account is `main` unless given. */
export function placeOf(name: string, query: Query): ExchangePlace {
  const known = addExchangeSchema.shape.name.safeParse(name);
  if (!known.success)
    throw new AppError('not_found', 'No exchange has such a name. See GET /api/v1/exchanges.');
  return { name: known.data, account: accountNameOf(query) ?? MAIN_ACCOUNT };
}

function isHalf(key: string | undefined, secret: string | undefined, password: string | undefined): boolean {
  return (key === undefined) !== (secret === undefined) || (password !== undefined && key === undefined);
}
