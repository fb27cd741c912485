import { integerOf } from '@neuratrade/service-kit';
import type { Router } from 'express';
import { type ActiveExchanges, exchangeOf } from '../active/exchange.js';
import { sendJson } from '../answer.js';
import { symbolOf } from '../symbol.js';
import { DEPTH, type OrderBookService } from './service.js';

/** The best levels of one market's order book. */
export function orderBookRoutes(
  router: Router,
  { service, active }: { readonly service: OrderBookService; readonly active: ActiveExchanges },
): void {
  router.get('/api/v1/market/orderbook', async ({ query }, response) => {
    const place = { symbol: symbolOf(query), exchange: exchangeOf(query, active) };
    const limit = integerOf(query, 'limit', { min: 1, max: DEPTH, fallback: 20 });
    sendJson(response, JSON.stringify(await service.orderBook(place, limit)));
  });
}
