import { accountNameSchema, MAIN_ACCOUNT } from '@neuratrade/api-contracts';
import { AppError, given, type Query } from '@neuratrade/service-kit';
import { exchangeNameOf } from '../exchange-name.js';
import { quoted } from './problem.js';
import type { PushBody } from './read/read-body.js';

const EXCHANGE_WANTED =
  'give the name of the exchange, at most 64 of a-z, 0-9, ., _ and -, beginning with a letter or digit';

/**
 * Whose fills a push brings: as its JSON says, else its query. The account is `main` unless given.
 *
 * @throws {AppError} `bad_request` when no exchange is named, or what is named can be none
 */
export function placeOf(body: PushBody, query: Query): { account: string; exchange: string } {
  const account = one('account', body.account, given(query, 'account')) ?? MAIN_ACCOUNT;
  const name = accountNameSchema.safeParse(account);
  if (!name.success)
    throw new AppError('bad_request', `account is ${quoted(account)}: it ${name.error.issues[0]?.message}.`);
  const exchange = one('exchange', body.exchange, given(query, 'exchange'));
  const known = exchangeNameOf(exchange);
  if (known !== undefined) return { account: name.data, exchange: known };
  const problem = exchange === undefined ? 'is missing' : `is ${quoted(exchange)}`;
  throw new AppError('bad_request', `exchange ${problem}: ${EXCHANGE_WANTED}.`);
}

function one(field: string, inBody: unknown, inQuery: string | undefined): unknown {
  const said = inBody ?? undefined;
  if (said !== undefined && inQuery !== undefined && said !== inQuery)
    throw new AppError(
      'bad_request',
      `${field}: the body says ${quoted(said)}, the query ${quoted(inQuery)}. Say it once.`,
    );
  return said ?? inQuery;
}
