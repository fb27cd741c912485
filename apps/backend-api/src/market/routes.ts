import type { RequestHandler, Router } from 'express';
import type { ActiveExchanges } from './active/exchange.js';
import { candleRoutes } from './candles/routes.js';
import type { CandleService } from './candles/service.js';
import { orderBookRoutes } from './order-book/routes.js';
import type { OrderBookService } from './order-book/service.js';
import { summaryRoutes } from './summary/routes.js';
import type { SummaryService } from './summary/service.js';
import { tickerRoutes } from './ticker/routes.js';
import type { TickerService } from './ticker/service.js';

export interface MarketServices {
  readonly active: ActiveExchanges;
  readonly tickers: TickerService;
  readonly orderBooks: OrderBookService;
  readonly candles: CandleService;
  readonly summaries: SummaryService;
}

/** `internal` is what every request for market data must pass. */
export function marketGuards(router: Router, internal: RequestHandler): void {
  router.use('/api/v1/market', internal);
}

/** Market data. */
export function marketRoutes(
  router: Router,
  { active, tickers, orderBooks, candles, summaries }: MarketServices,
): void {
  tickerRoutes(router, { service: tickers, active });
  orderBookRoutes(router, { service: orderBooks, active });
  candleRoutes(router, { service: candles, active });
  summaryRoutes(router, { service: summaries });
}
