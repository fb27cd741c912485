import type { RequestHandler, Router } from 'express';
import { historyQuery } from './query.js';
import type { HistoryService } from './service.js';

/** What changed when, why, and for how long. */
export function historyRoutes(
  router: Router,
  { readers, service }: { readers: readonly RequestHandler[]; service: Pick<HistoryService, 'history'> },
): void {
  router.get('/api/v1/health/history', ...readers, async (request, response) => {
    response.json(await service.history(historyQuery(request.query)));
  });
}
