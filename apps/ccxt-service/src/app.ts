import type { RequestListener } from 'node:http';
import type { ExchangeProbe } from '@neuratrade/health-contracts';
import { createListener, jsonAnswer, liveAnswer, type ServiceLogger } from '@neuratrade/service-kit';
import { createRestApp } from '@neuratrade/service-kit/rest-app';
import { healthBody, type Judged } from './connectivity/report.js';
import { connectivityRoutes } from './connectivity/routes.js';
import { manageRoutes } from './manage/routes.js';
import type { Management } from './manage/service.js';
import type { ActiveExchanges } from './market/find-exchange.js';
import { marketRoutes } from './market/routes.js';
import type { ConfiguredAccounts } from './private/find-account.js';
import { privateRoutes } from './private/routes.js';

export interface AppDeps {
  readonly logger: ServiceLogger;
  readonly version: string;
  readonly serviceKey: string | undefined;
  /** Every active exchange, as it is known now. */
  readonly judged: () => Judged<ExchangeProbe>;
  /** Market data of the active exchanges. */
  readonly market: ActiveExchanges;
  /** What the accounts whose keys are configured hold. */
  readonly accounts: ConfiguredAccounts;
  /** Undefined while the service starts. */
  readonly management: () => Management | undefined;
  /** Start-up complete and not draining. */
  readonly ready: () => boolean;
}

/** The whole HTTP side of the service. */
export function createApp(deps: AppDeps): RequestListener {
  const { logger, version, serviceKey, judged, market, accounts, management, ready } = deps;
  return createListener({
    logger,
    probes: {
      '/health': () => {
        const body = healthBody(judged(), version, new Date());
        return jsonAnswer(body.status === 'unhealthy' ? 503 : 200, body);
      },
      '/ready': () => (ready() ? jsonAnswer(200, { ready: true }) : jsonAnswer(503, { ready: false })),
      '/live': liveAnswer(),
    },
    app: createRestApp({
      logger,
      quietReads: true,
      routes(router) {
        connectivityRoutes(router, { serviceKey, judged });
        manageRoutes(router, { serviceKey, management });
        marketRoutes(router, { serviceKey, ...market });
        privateRoutes(router, { serviceKey, ...accounts });
      },
    }),
  });
}
