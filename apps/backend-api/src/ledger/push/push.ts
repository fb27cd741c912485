import type { Accounts } from '../accounts/service.js';
import type { Feature } from '../feature.js';
import type { FillStore } from '../fills/store.js';
import { pushGuards, pushRoutes } from './routes.js';
import { createPushService } from './service.js';

/** Fills that bots bring themselves. */
export function createPushFeature(options: {
  readonly accounts: Pick<Accounts, 'named'>;
  readonly fills: Pick<FillStore, 'store'>;
}): Feature {
  return {
    guards: (router, { keyed }) => pushGuards(router, keyed),
    routes: (router) => pushRoutes(router, createPushService(options)),
  };
}
