import {
  type AddExchange,
  accountNameSchema,
  addExchangeSchema,
  type ChangeExchange,
  changeExchangeSchema,
  MAIN_ACCOUNT,
} from '@neuratrade/api-contracts';
import { AppError, badValue, given, type Query } from '@neuratrade/service-kit';
import type { z } from 'zod';
import type { ExchangePlace } from './exchange.js';

const TOGETHER = 'key and secret come together: send both or neither.';

/** @throws {AppError} `bad_request` naming the field, never what it holds */
export function addedExchange(body: unknown): AddExchange {
  const exchange = parsed(addExchangeSchema, body, '{"name":"binance"}');
  const { key, secret, password } = exchange;
  if (isHalf(key, secret, password)) throw new AppError('bad_request', TOGETHER);
  return exchange;
}

/** @throws {AppError} `bad_request` naming the field, never what it holds */
export function exchangeChange(body: unknown): ChangeExchange {
  const change = parsed(changeExchangeSchema, body, '{"enabled":false}');
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
  return { name: known.data, account: accountOf(query) ?? MAIN_ACCOUNT };
}

export function accountOf(query: Query): string | undefined {
  const account = given(query, 'account');
  if (account === undefined || accountNameSchema.safeParse(account).success) return account;
  throw badValue(
    'account',
    account,
    'the name of an account: at most 32 of a-z, 0-9, _ and -, beginning with a letter or digit.',
  );
}

function isHalf(key: string | undefined, secret: string | undefined, password: string | undefined): boolean {
  return (key === undefined) !== (secret === undefined) || (password !== undefined && key === undefined);
}

function parsed<T extends z.ZodObject>(schema: T, body: unknown, example: string): z.infer<T> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new AppError('bad_request', `Send a JSON object such as ${example}, as application/json.`);
  }
  const { success, data, error } = schema.safeParse(body);
  if (success) return data;
  const problems = error.issues.map((issue) =>
    issue.code === 'unrecognized_keys'
      ? `${issue.keys.map(shortened).join(', ')} is unknown; the fields are ${Object.keys(schema.shape).join(', ')}`
      : `${issue.path.join('.')} ${issue.message}`,
  );
  throw new AppError('bad_request', `${problems.join('; ')}.`);
}

const SHOWN = 40;

function shortened(field: string): string {
  return field.length > SHOWN ? `${field.slice(0, SHOWN)}…` : field;
}
