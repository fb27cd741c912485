import type { Router } from 'express';
import { sendJson, textOf } from '../answer.js';
import { symbolOf } from '../symbol.js';
import type { SummaryService } from './service.js';

/** One market on all active exchanges side by side. */
export function summaryRoutes(router: Router, { service }: { readonly service: SummaryService }): void {
  router.get('/api/v1/market/summary', async ({ query }, response) => {
    sendJson(response, textOf(await service.summary(symbolOf(query))));
  });
}
