import type { HealthDetails } from '@neuratrade/health-contracts';
import type { RequestHandler, Router } from 'express';
import { historyRoutes } from './history/routes.js';
import type { HistoryService } from './history/service.js';
import { uptimeRoutes } from './uptime/routes.js';
import type { UptimeService } from './uptime/service.js';

export interface HealthRoutes {
  readonly admin: RequestHandler;
  /** What a request for the status page's data must pass; nothing where that is public. */
  readonly readers: readonly RequestHandler[];
  readonly details: () => HealthDetails;
  readonly uptime: UptimeService;
  readonly history: Pick<HistoryService, 'history'>;
}

/** The health endpoints that are not probes. */
export function healthRoutes(
  router: Router,
  { admin, readers, details, uptime, history }: HealthRoutes,
): void {
  router.get('/api/v1/health/details', admin, (_request, response) => {
    response.json(details());
  });
  uptimeRoutes(router, { readers, service: uptime });
  historyRoutes(router, { readers, service: history });
}
