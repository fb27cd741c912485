import type { CacheReport } from '@neuratrade/api-contracts';
import { integerOf } from '@neuratrade/service-kit';
import type { RequestHandler, Router } from 'express';

const HOURS = { min: 1, max: 720, fallback: 24 };

/** What was asked of the caches lately, and what to do about it. */
export function cacheRoutes(
  router: Router,
  { admin, report }: { admin: RequestHandler; report: (hours: number) => Promise<CacheReport> },
): void {
  router.get('/api/v1/cache/report', admin, async (request, response) => {
    response.json(await report(integerOf(request.query, 'hours', HOURS)));
  });
}
