import { type Ticker, tickerSchema } from '@neuratrade/api-contracts';
import type { CacheRead, Load } from '../cache/cache.js';
import type { CcxtClient, MarketPlace } from '../ccxt-client/client.js';
import type { Read } from '../reader.js';

export interface TickerService {
  /**
   * The ticker of one market; `load` where it is to be had from elsewhere than its exchange.
   *
   * @throws {AppError} as {@link CcxtClient}
   */
  ticker(place: MarketPlace, load?: Load<Ticker>): Promise<CacheRead<Ticker>>;
}

export function tickerKey({ exchange, symbol }: MarketPlace): string {
  return `${exchange}:${symbol}`;
}

export function createTickerService(read: Read, client: Pick<CcxtClient, 'ticker'>): TickerService {
  return {
    ticker: (place, load = (signal) => client.ticker(place, signal)) =>
      read({
        exchange: place.exchange,
        namespace: 'ticker',
        key: tickerKey(place),
        schema: tickerSchema,
        load,
      }),
  };
}
