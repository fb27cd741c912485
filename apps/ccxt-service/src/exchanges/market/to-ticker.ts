import type { Ticker } from '@neuratrade/api-contracts';
import { formatTimestamp } from '@neuratrade/health-contracts';
import type { Ticker as CcxtTicker } from 'ccxt';
import { amountOf, decimalOf, isAbove, priceOf } from './decimal.js';
import { timestampOf } from './time.js';
import { unexpected } from './unexpected.js';

/**
 * ccxt's ticker in our shape.
 *
 * @throws {ExchangeFailure} when it is of another market, tells no price, or contradicts itself
 */
export function toTicker(exchange: string, symbol: string, told: CcxtTicker, at: Date): Ticker {
  if (told.symbol !== symbol) throw unexpected(`ticker of ${told.symbol}`);
  const ticker = {
    exchange,
    symbol,
    last: priceOf(told.last),
    bid: priceOf(told.bid),
    bid_volume: amountOf(told.bidVolume),
    ask: priceOf(told.ask),
    ask_volume: amountOf(told.askVolume),
    open: priceOf(told.open),
    high: priceOf(told.high),
    low: priceOf(told.low),
    change: decimalOf(told.change),
    change_percent: decimalOf(told.percentage),
    base_volume: amountOf(told.baseVolume),
    quote_volume: amountOf(told.quoteVolume),
    exchange_time: timestampOf(told.timestamp),
    as_of: formatTimestamp(at),
  };
  const { last, bid, ask, high, low } = ticker;
  if (last === null && bid === null && ask === null) throw unexpected('no price');
  if (bid !== null && ask !== null && isAbove(bid, ask)) throw unexpected('bid above ask');
  if (low !== null && high !== null && isAbove(low, high)) throw unexpected('low above high');
  return ticker;
}
