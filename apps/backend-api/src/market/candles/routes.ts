import { badValue, given, integerOf, type Query } from '@neuratrade/service-kit';
import type { Router } from 'express';
import { type ActiveExchanges, exchangeOf } from '../active/exchange.js';
import { sendJson } from '../answer.js';
import { symbolOf } from '../symbol.js';
import { type CandleService, KEPT_CANDLES } from './service.js';

/** Candles of one market. */
export function candleRoutes(
  router: Router,
  { service, active }: { readonly service: CandleService; readonly active: ActiveExchanges },
): void {
  router.get('/api/v1/market/ohlcv', async ({ query }, response) => {
    const place = { symbol: symbolOf(query), exchange: exchangeOf(query, active) };
    const timeframe = timeframeOf(query);
    const limit = integerOf(query, 'limit', { min: 1, max: KEPT_CANDLES, fallback: 100 });
    sendJson(response, JSON.stringify(await service.candles(place, timeframe, limit)));
  });
}

/** Which of them an exchange has is for ccxt-service to say. */
function timeframeOf(query: Query): string {
  const timeframe = given(query, 'timeframe') ?? '1h';
  if (/^[1-9]\d{0,2}[smhdwMy]$/.test(timeframe)) return timeframe;
  throw badValue('timeframe', timeframe, 'a number and a unit, for instance 1m, 1h or 1d.');
}
