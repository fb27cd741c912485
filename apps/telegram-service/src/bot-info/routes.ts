import type { Bot } from '@neuratrade/api-contracts';
import { requireKey } from '@neuratrade/service-kit';
import type { Router } from 'express';

const PATH = '/api/v1/bot';

/** Tells who the bot is to nobody but the other services, before a body is read. */
export function botGuard(router: Router, serviceKey: string | undefined): void {
  router.use(PATH, requireKey([serviceKey], 'It is the SERVICE_API_KEY of this service.'));
}

/** `GET /api/v1/bot`: who the bot is, as far as Telegram told. */
export function botRoutes(router: Router, username: () => string | undefined): void {
  router.get(PATH, (_request, response) => {
    response.json({ username: username() ?? null } satisfies Bot);
  });
}
