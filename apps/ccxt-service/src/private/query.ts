import { accountNameSchema, MAIN_ACCOUNT, type Transfers } from '@neuratrade/api-contracts';
import { AppError, badValue, choiceOf, given, integerOf, type Query } from '@neuratrade/service-kit';
import { sinceOf } from '../market/query.js';
import type { Begin } from './private-data.js';

const MOST_AT_ONCE = 1_000;
const KINDS = ['deposit', 'withdrawal'] as const satisfies readonly Transfers['kind'][];

/** The account that is named, else `main`. @throws {AppError} `bad_request` */
export function accountOf(query: Query): string {
  const account = given(query, 'account') ?? MAIN_ACCOUNT;
  if (accountNameSchema.safeParse(account).success) return account;
  throw badValue('account', account, 'the name of an account.');
}

/** @throws {AppError} `bad_request` also when both are given */
export function beginOf(query: Query): Begin {
  const cursor = given(query, 'cursor');
  if (cursor === undefined) return { since: sinceOf(query) };
  if (given(query, 'since') === undefined) return { cursor };
  throw new AppError('bad_request', 'Give since or cursor, not both: the cursor says where to go on.');
}

/** How many executions to ask for at once. @throws {AppError} `bad_request` */
export function limitOf(query: Query): number {
  return integerOf(query, 'limit', { min: 1, max: MOST_AT_ONCE, fallback: MOST_AT_ONCE });
}

/** @throws {AppError} `bad_request` when it is missing or another word */
export function kindOf(query: Query): Transfers['kind'] {
  const kind = choiceOf(query, 'kind', KINDS);
  if (kind !== undefined) return kind;
  throw new AppError('bad_request', 'kind: say which, as in kind=deposit or kind=withdrawal.');
}
