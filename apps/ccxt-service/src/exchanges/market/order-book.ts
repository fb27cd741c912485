import type { OrderBook } from '@neuratrade/api-contracts';
import { type MarketContext, requireSupport, withOrWithoutLimit } from './context.js';
import { depthFor } from './depths.js';
import { requireMarket } from './symbols.js';
import { toOrderBook } from './to-order-book.js';

/** At most `limit` levels a side. @throws {MarketError} */
export async function askOrderBook(
  context: MarketContext,
  asked: string,
  limit: number,
  signal: AbortSignal,
): Promise<OrderBook> {
  const { exchange, session, caller } = context;
  requireSupport(context, 'order books', 'fetchOrderBook');
  const { client, market } = await requireMarket(exchange, session, asked, signal);
  const { symbol } = market;
  return withOrWithoutLimit(depthFor(exchange, limit), (depth) =>
    caller.ask({
      lane: 'quotes',
      signal,
      ask: () => client.fetchOrderBook(symbol, depth),
      read: (told, answer) =>
        toOrderBook(exchange, symbol, told, limit, new Date(answer?.arrivedAt ?? Date.now())),
    }),
  );
}
