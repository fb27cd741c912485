import express, { type RequestHandler, type Router } from 'express';
import { LIMITS, tooLarge } from './read/line.js';
import type { PushService } from './service.js';

const PATH = '/api/v1/trades';
const raw = express.raw({ type: () => true, limit: LIMITS.bytes });

/** Lets services and the operator push, and takes the body as it is, larger than other endpoints take. */
export function pushGuards(router: Router, keyed: RequestHandler): void {
  router.post(PATH, keyed, (request, response, next) => {
    raw(request, response, (error?: unknown) => {
      next(isTooLarge(error) ? tooLarge() : error);
    });
  });
}

export function pushRoutes(router: Router, service: PushService): void {
  router.post(PATH, async ({ headers, body, query }, response) => {
    const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
    response.json(await service.push({ contentType: headers['content-type'], bytes, query }));
  });
}

function isTooLarge(error: unknown): boolean {
  return (error as { type?: unknown } | undefined)?.type === 'entity.too.large';
}
