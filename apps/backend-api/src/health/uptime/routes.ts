import type { RequestHandler, Router } from 'express';
import { uptimeQuery } from './query.js';
import type { UptimeService } from './service.js';

/** How long everything was in which state. */
export function uptimeRoutes(
  router: Router,
  { readers, service }: { readers: readonly RequestHandler[]; service: UptimeService },
): void {
  router.get('/api/v1/health/uptime', ...readers, async (request, response) => {
    response.json(await service.uptime(uptimeQuery(request.query)));
  });
}
