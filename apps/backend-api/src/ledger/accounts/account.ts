import { accountNameSchema, type Account as ToldAccount } from '@neuratrade/api-contracts';
import { formatTimestamp } from '@neuratrade/health-contracts';
import { AppError, badValue, given, type Query } from '@neuratrade/service-kit';

/** `createdAt` in milliseconds of the epoch. */
export interface Account {
  readonly id: number;
  readonly name: string;
  readonly createdAt: number;
}

/** As `GET /api/v1/accounts` tells it. */
export function toldAccount({ name, createdAt }: Account): ToldAccount {
  return { name, created_at: formatTimestamp(new Date(createdAt)) };
}

/**
 * The account that a request names, undefined where it names none.
 *
 * @throws {AppError} `bad_request` where it can be no name of one
 */
export function accountNameOf(query: Query): string | undefined {
  const account = given(query, 'account');
  if (account === undefined || accountNameSchema.safeParse(account).success) return account;
  throw badValue(
    'account',
    account,
    'the name of an account: at most 32 of a-z, 0-9, _ and -, beginning with a letter or digit.',
  );
}

export function unknownAccount(name: string): AppError {
  return new AppError(
    'not_found',
    `There is no account ${name}. Add it with neuratrade accounts add ${name}.`,
  );
}
