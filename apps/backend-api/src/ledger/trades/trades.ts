import { type Askers, chatAnswers } from '../account-answers.js';
import type { Feature } from '../feature.js';
import { tradesQuery } from './query.js';
import { tradesGuards, tradesRoutes } from './routes.js';
import type { TradesService } from './service.js';

/** The round trips that have ended. */
export function createTradesFeature({
  trades,
  ...askers
}: Askers & { readonly trades: TradesService }): Feature {
  const toChats = chatAnswers('trades', askers, async (account, query) =>
    trades.list(account, tradesQuery(query)),
  );
  return {
    guards: (router, doors) => {
      tradesGuards(router, doors.admin);
      toChats.guards(router, doors);
    },
    routes: (router) => {
      tradesRoutes(router, { accounts: askers.accounts, service: trades });
      toChats.routes(router);
    },
  };
}
