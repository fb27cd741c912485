import { type Query, requireKey } from '@neuratrade/service-kit';
import type { Router } from 'express';
import { type ActiveExchanges, findExchange } from './find-exchange.js';
import type { MarketData } from './market-data.js';
import { exchangeOf, limitOf, sinceOf, symbolOf, symbolsOf, timeframeOf } from './query.js';

export interface MarketRoutesOptions extends ActiveExchanges {
  readonly serviceKey: string | undefined;
}

/** Reads a query, and says what to ask an exchange for. */
type Wish = (query: Query) => (exchange: MarketData) => Promise<object>;

const WISHES: Readonly<Record<string, Wish>> = {
  ticker: (query) => {
    const symbol = symbolOf(query);
    return (exchange) => exchange.ticker(symbol);
  },
  tickers: (query) => {
    const symbols = symbolsOf(query);
    return (exchange) => exchange.tickers(symbols);
  },
  orderbook: (query) => {
    const symbol = symbolOf(query);
    const limit = limitOf(query);
    return (exchange) => exchange.orderBook(symbol, limit);
  },
  ohlcv: (query) => {
    const symbol = symbolOf(query);
    const timeframe = timeframeOf(query);
    const wish = { limit: limitOf(query), since: sinceOf(query) };
    return (exchange) => exchange.candles(symbol, timeframe, wish);
  },
  markets: () => (exchange) => exchange.markets(),
};

/** Market data of every active exchange, for those who have the service key. */
export function marketRoutes(router: Router, options: MarketRoutesOptions): void {
  const authorised = requireKey([options.serviceKey], 'It is the SERVICE_API_KEY of this service.');
  for (const [path, wishOf] of Object.entries(WISHES)) {
    router.get(`/api/v1/${path}`, authorised, async (request, response) => {
      const name = exchangeOf(request.query);
      const ask = wishOf(request.query);
      response.json(await ask(await findExchange(options, name)));
    });
  }
}
