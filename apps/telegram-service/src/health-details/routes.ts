import type { TelegramDetails } from '@neuratrade/api-contracts';
import { requireKey } from '@neuratrade/service-kit';
import type { Router } from 'express';

const PATH = '/api/v1/health/details';

/** Tells details to nobody but the other services. */
export function detailsGuard(router: Router, serviceKey: string | undefined): void {
  router.use(PATH, requireKey([serviceKey], 'It is the SERVICE_API_KEY of this service.'));
}

/** `GET /api/v1/health/details`: the bot, what it has not answered yet, and what waits to be sent. */
export function detailsRoutes(router: Router, details: () => TelegramDetails): void {
  router.get(PATH, (_request, response) => {
    response.json(details());
  });
}
