import { type OrderBook, orderBookSchema, type Staleness } from '@neuratrade/api-contracts';
import { stalenessOf } from '../answer.js';
import type { CcxtClient, MarketPlace } from '../ccxt-client/client.js';
import type { Read } from '../reader.js';

/** How many levels of each side are kept, of which every answer is a part. */
export const DEPTH = 100;

export interface OrderBookService {
  /**
   * The best `limit` levels of each side, at most {@link DEPTH}.
   *
   * @throws {AppError} as {@link CcxtClient}
   */
  orderBook(place: MarketPlace, limit: number): Promise<OrderBook & Staleness>;
}

export function createOrderBookService(read: Read, client: Pick<CcxtClient, 'orderBook'>): OrderBookService {
  return {
    async orderBook(place, limit) {
      const found = await read({
        exchange: place.exchange,
        namespace: 'orderbook',
        key: `${place.exchange}:${place.symbol}`,
        schema: orderBookSchema,
        load: (signal) => client.orderBook(place, DEPTH, signal),
      });
      const { bids, asks } = found.value;
      return {
        ...found.value,
        bids: bids.slice(0, limit),
        asks: asks.slice(0, limit),
        ...stalenessOf(found),
      };
    },
  };
}
