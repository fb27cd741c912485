import type { RequestListener } from 'node:http';
import type { CacheReport } from '@neuratrade/api-contracts';
import type { HealthDetails } from '@neuratrade/health-contracts';
import { createListener, type ProbeAnswer, requireKey, type ServiceLogger } from '@neuratrade/service-kit';
import { createRestApp } from '@neuratrade/service-kit/rest-app';
import type { HistoryService } from './health/history/service.js';
import { healthRoutes } from './health/routes.js';
import type { UptimeService } from './health/uptime/service.js';
import type { Ledger } from './ledger/ledger.js';
import { cacheRoutes } from './market/cache/routes.js';
import { exchangeGuards, exchangeRoutes } from './market/exchanges/routes.js';
import type { ExchangesService } from './market/exchanges/service.js';
import { type MarketServices, marketGuards, marketRoutes } from './market/routes.js';
import { internalAuth } from './platform/auth/internal-auth.js';
import type { InternalAuth } from './platform/auth/local-request.js';

export interface AppDeps {
  readonly logger: ServiceLogger;
  readonly adminKey: string | undefined;
  readonly serviceKey: string | undefined;
  /** When internal endpoints need no key. */
  readonly internalAuth: InternalAuth;
  readonly probes: Readonly<Record<string, () => ProbeAnswer>>;
  readonly details: () => HealthDetails;
  /** Whether everyone may read uptime and history, or the operator alone. */
  readonly statusPage: 'public' | 'private';
  readonly uptime: UptimeService;
  readonly history: Pick<HistoryService, 'history'>;
  readonly cacheReport: (hours: number) => Promise<CacheReport>;
  readonly exchanges: ExchangesService;
  readonly market: MarketServices;
  readonly ledger: Pick<Ledger, 'guards' | 'routes'>;
}

/** The backend's request listener; all its answers come from `deps`, it opens nothing itself. */
export function createApp({
  logger,
  adminKey,
  serviceKey,
  internalAuth: mode,
  probes,
  statusPage,
  cacheReport,
  exchanges,
  market,
  ledger,
  ...health
}: AppDeps): RequestListener {
  const hint = 'On a native installation `neuratrade config get admin_api_key` prints it.';
  const admin = requireKey([adminKey], hint);
  const keyed = requireKey([serviceKey, adminKey], hint);
  const service = requireKey([serviceKey], 'It is the SERVICE_API_KEY of this service.');
  const readers = statusPage === 'public' ? [] : [admin];
  const internal = internalAuth({ mode, keys: [serviceKey, adminKey] });
  const app = createRestApp({
    logger,
    guards: (router) => {
      exchangeGuards(router, admin);
      marketGuards(router, internal);
      ledger.guards(router, { admin, keyed, service, internal });
    },
    routes: (router) => {
      healthRoutes(router, { ...health, admin, readers });
      cacheRoutes(router, { admin, report: cacheReport });
      exchangeRoutes(router, exchanges);
      marketRoutes(router, market);
      ledger.routes(router);
    },
  });
  return createListener({ probes, app, logger });
}
