import type { HealthDetails } from '@neuratrade/health-contracts';
import type { RequestHandler, Router } from 'express';

/** The health endpoints that are not probes. */
export function healthRoutes(
  router: Router,
  { admin, details }: { admin: RequestHandler; details: () => HealthDetails },
): void {
  router.get('/api/v1/health/details', admin, (_request, response) => {
    response.json(details());
  });
}
