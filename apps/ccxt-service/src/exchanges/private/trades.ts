import type { Executions } from '@neuratrade/api-contracts';
import { formatTimestamp } from '@neuratrade/health-contracts';
import type { Begin } from '../../private/private-data.js';
import { requireSupport } from '../market/context.js';
import { LIKE_BINANCE } from '../market/costs.js';
import { requireMarket } from '../market/symbols.js';
import { writeCursor } from './cursor.js';
import type { Signed } from './signed.js';
import { tradesById } from './trades-by-id.js';
import { tradesByTime } from './trades-by-time.js';
import { type TradesContext, tradesAsker } from './trades-page.js';

/** One page, or as many as it takes to find one that holds something. @throws {AppError} */
export async function askTrades(
  signed: Signed,
  asked: string,
  begin: Begin,
  limit: number,
  signal: AbortSignal,
): Promise<Omit<Executions, 'account'>> {
  requireSupport(signed, "an account's trades", 'fetchMyTrades');
  const { exchange, session } = signed;
  const { market } = await requireMarket(exchange, session, asked, signal);
  const byId = LIKE_BINANCE.has(exchange) && market.spot === true;
  const ask = tradesAsker(signed, market, signal);
  const context: TradesContext = { signed, market, limit, ask, signal };
  const { found, next, answer } = await (byId ? tradesById : tradesByTime)(context, begin);
  return {
    exchange,
    as_of: formatTimestamp(answer.at),
    symbol: market.symbol,
    trades: found.map(({ execution }) => execution),
    next: next === null ? null : writeCursor(next),
    exchange_time: answer.exchangeTime?.toISOString() ?? null,
  };
}
