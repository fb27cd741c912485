import type { Router } from 'express';
import { type ActiveExchanges, exchangeOf } from '../active/exchange.js';
import { sendJson, textOf } from '../answer.js';
import { symbolOf } from '../symbol.js';
import type { TickerService } from './service.js';

/** Prices and the last 24 hours of one market. */
export function tickerRoutes(
  router: Router,
  { service, active }: { readonly service: TickerService; readonly active: ActiveExchanges },
): void {
  router.get('/api/v1/market/ticker', async ({ query }, response) => {
    const place = { symbol: symbolOf(query), exchange: exchangeOf(query, active) };
    sendJson(response, textOf(await service.ticker(place)));
  });
}
