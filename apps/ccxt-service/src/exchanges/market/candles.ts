import type { Candles } from '@neuratrade/api-contracts';
import { formatTimestamp } from '@neuratrade/health-contracts';
import { badValue } from '@neuratrade/service-kit';
import type { CandleWish } from '../../market/market-data.js';
import { type MarketContext, requireSupport, withOrWithoutLimit } from './context.js';
import { requireMarket } from './symbols.js';
import { toCandles } from './to-candles.js';

/** Oldest first. @throws {AppError} `bad_request` for a timeframe that the exchange has not, or a {@link MarketError} */
export async function askCandles(
  context: MarketContext,
  asked: string,
  timeframe: string,
  wish: CandleWish,
  signal: AbortSignal,
): Promise<Candles> {
  const { exchange, session, caller, timeframes } = context;
  requireSupport(context, 'candles', 'fetchOHLCV');
  if (timeframes.length > 0 && !timeframes.includes(timeframe)) {
    throw badValue('timeframe', timeframe, `one of ${timeframes.join(', ')}; ${exchange} has no other.`);
  }
  const { client, market } = await requireMarket(exchange, session, asked, signal);
  const { symbol } = market;
  return withOrWithoutLimit(wish.limit, (limit) =>
    caller.ask({
      lane: 'bulk',
      signal,
      ask: () => client.fetchOHLCV(symbol, timeframe, wish.since, limit),
      read: (told, answer) => ({
        exchange,
        symbol,
        timeframe,
        candles: toCandles(told, wish, answer?.body),
        as_of: formatTimestamp(new Date(answer?.arrivedAt ?? Date.now())),
      }),
    }),
  );
}
