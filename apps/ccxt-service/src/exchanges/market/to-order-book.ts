import type { OrderBook } from '@neuratrade/api-contracts';
import { formatTimestamp } from '@neuratrade/health-contracts';
import type { OrderBook as CcxtOrderBook } from 'ccxt';
import { amountOf, isAbove, requiredPrice } from './decimal.js';
import { timestampOf } from './time.js';
import { unexpected } from './unexpected.js';

type Level = OrderBook['bids'][number];

/**
 * ccxt's order book in our shape, cut to `limit` levels a side.
 *
 * @throws {ExchangeFailure} when it is of another market, empty, crossed, or not in order
 */
export function toOrderBook(
  exchange: string,
  symbol: string,
  told: CcxtOrderBook,
  limit: number,
  at: Date,
): OrderBook {
  if (told.symbol !== undefined && told.symbol !== symbol) throw unexpected(`book of ${told.symbol}`);
  const bids = sideOf(told.bids, limit, isAbove);
  const asks = sideOf(told.asks, limit, (one, other) => isAbove(other, one));
  const [bid] = bids;
  const [ask] = asks;
  if (bid === undefined && ask === undefined) throw unexpected('empty book');
  if (bid !== undefined && ask !== undefined && !isAbove(ask[0], bid[0])) throw unexpected('crossed book');
  return {
    exchange,
    symbol,
    bids,
    asks,
    exchange_time: timestampOf(told.timestamp),
    as_of: formatTimestamp(at),
  };
}

function sideOf(told: unknown, limit: number, isBefore: (one: string, other: string) => boolean): Level[] {
  if (!Array.isArray(told)) throw unexpected('no list of levels');
  const levels = told.map(toLevel).filter(([, amount]) => isAbove(amount, '0'));
  for (const [index, level] of levels.entries()) {
    const before = levels[index - 1];
    if (before !== undefined && !isBefore(before[0], level[0])) throw unexpected('levels not in order');
  }
  return levels.slice(0, limit);
}

function toLevel(told: unknown): Level {
  if (!Array.isArray(told)) throw unexpected('no level');
  const amount = amountOf(told[1]);
  if (amount === null) throw unexpected('a level without its amount');
  return [requiredPrice(told[0]), amount];
}
