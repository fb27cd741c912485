import { badValue, given, type Query } from '@neuratrade/service-kit';
import type { RequestHandler, Router } from 'express';
import type { Accounts } from '../accounts/service.js';
import type { SyncService } from './status/service.js';

const PATH = '/api/v1/sync';
const NAME = /^[a-z0-9_]{1,64}$/;

export function syncGuards(router: Router, admin: RequestHandler): void {
  router.all(PATH, admin);
}

/** How far the exchanges are read, of one account where one is named. */
export function syncRoutes(
  router: Router,
  { accounts, service }: { readonly accounts: Pick<Accounts, 'of'>; readonly service: SyncService },
): void {
  const filterOf = async (query: Query) => ({
    accountId: given(query, 'account') === undefined ? undefined : (await accounts.of(query)).id,
    exchange: exchangeOf(query),
  });
  router.get(PATH, async (request, response) => {
    response.json(await service.status(await filterOf(request.query)));
  });
  router.post(PATH, async (request, response) => {
    response.status(202).json(await service.now(await filterOf(request.query)));
  });
}

/** @throws {AppError} `bad_request` where it can be no name of one */
function exchangeOf(query: Query): string | undefined {
  const name = given(query, 'exchange')?.trim().toLowerCase();
  if (name === undefined || NAME.test(name)) return name;
  throw badValue('exchange', name, 'the name of an exchange, for instance binance.');
}
