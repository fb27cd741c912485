import type { Database } from '../../platform/db/database.js';
import type { Accounts } from '../accounts/service.js';
import type { Feature } from '../feature.js';
import { listTrades } from './repository.js';
import { tradesGuards, tradesRoutes } from './routes.js';
import { createTradesService } from './service.js';

/** The round trips that have ended. */
export function createTradesFeature({
  pool,
  accounts,
  reasonOf,
}: {
  readonly pool: Database;
  readonly accounts: Pick<Accounts, 'of'>;
  readonly reasonOf: (error: unknown) => string;
}): Feature {
  const service = createTradesService({
    list: (accountId, query, limit) => listTrades(pool, accountId, query, limit),
    reasonOf,
  });
  return {
    guards: (router, { admin }) => tradesGuards(router, admin),
    routes: (router) => tradesRoutes(router, { accounts, service }),
  };
}
