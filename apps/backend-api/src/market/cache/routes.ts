import type { CacheReport } from '@neuratrade/api-contracts';
import type { RequestHandler, Router } from 'express';
import { reportHours } from './query.js';

/** What was asked of the caches lately, and what to do about it. */
export function cacheRoutes(
  router: Router,
  { admin, report }: { admin: RequestHandler; report: (hours: number) => Promise<CacheReport> },
): void {
  router.get('/api/v1/cache/report', admin, async (request, response) => {
    response.json(await report(reportHours(request.query)));
  });
}
