import { type Candles, candlesSchema, type Staleness } from '@neuratrade/api-contracts';
import { stalenessOf } from '../answer.js';
import type { CcxtClient, MarketPlace } from '../ccxt-client/client.js';
import type { Read } from '../reader.js';

/** How many candles of each timeframe are kept, of which every answer is a part. */
export const KEPT_CANDLES = 500;

export interface CandleService {
  /**
   * The latest `limit` candles, at most {@link KEPT_CANDLES}.
   *
   * @throws {AppError} as {@link CcxtClient}
   */
  candles(place: MarketPlace, timeframe: string, limit: number): Promise<Candles & Staleness>;
}

export function createCandleService(read: Read, client: Pick<CcxtClient, 'candles'>): CandleService {
  return {
    async candles(place, timeframe, limit) {
      const found = await read({
        exchange: place.exchange,
        namespace: 'market_data',
        key: `${place.symbol}:${place.exchange}:${timeframe}`,
        schema: candlesSchema,
        load: (signal) => client.candles(place, timeframe, KEPT_CANDLES, signal),
      });
      return { ...found.value, candles: found.value.candles.slice(-limit), ...stalenessOf(found) };
    },
  };
}
