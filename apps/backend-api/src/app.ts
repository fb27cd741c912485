import type { RequestListener } from 'node:http';
import type { HealthDetails } from '@neuratrade/health-contracts';
import { createListener, type ProbeAnswer, requireKey, type ServiceLogger } from '@neuratrade/service-kit';
import { createRestApp } from '@neuratrade/service-kit/rest-app';
import type { HistoryService } from './health/history/service.js';
import { healthRoutes } from './health/routes.js';
import type { UptimeService } from './health/uptime/service.js';

export interface AppDeps {
  readonly logger: ServiceLogger;
  readonly adminKey: string | undefined;
  readonly probes: Readonly<Record<string, () => ProbeAnswer>>;
  readonly details: () => HealthDetails;
  /** Whether everyone may read uptime and history, or the operator alone. */
  readonly statusPage: 'public' | 'private';
  readonly uptime: UptimeService;
  readonly history: HistoryService;
}

/** The backend's request listener; all its answers come from `deps`, it opens nothing itself. */
export function createApp({ logger, adminKey, probes, statusPage, ...health }: AppDeps): RequestListener {
  const admin = requireKey(
    [adminKey],
    'On a native installation `neuratrade config get admin_api_key` prints it.',
  );
  const readers = statusPage === 'public' ? [] : [admin];
  const app = createRestApp({
    logger,
    routes: (router) => healthRoutes(router, { ...health, admin, readers }),
  });
  return createListener({ probes, app, logger });
}
