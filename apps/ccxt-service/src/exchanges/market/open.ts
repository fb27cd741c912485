import { formatTimestamp } from '@neuratrade/health-contracts';
import type { MarketData } from '../../market/market-data.js';
import { askCandles } from './candles.js';
import type { Connection } from './connect.js';
import type { Lane } from './lanes.js';
import { askOrderBook } from './order-book.js';
import { askTicker, askTickers } from './tickers.js';
import { toMarkets } from './to-markets.js';

/** All tickers at once weigh as much as dozens of single ones. */
const laneOf = (symbols: readonly string[] | undefined): Lane => (symbols === undefined ? 'bulk' : 'quotes');

/** Makes the public data of one exchange askable, without any key. */
export function openMarketData(connection: Connection): MarketData {
  const { exchange, session, gate } = connection;
  return {
    name: exchange,
    ticker: (symbol) =>
      gate.pass({ kind: 'ticker', lane: 'quotes', key: symbol, symbol }, (signal) =>
        askTicker(connection, symbol, signal),
      ),
    tickers: (symbols) =>
      gate.pass({ kind: 'tickers', lane: laneOf(symbols), key: symbols?.join() ?? '' }, (signal) =>
        askTickers(connection, symbols, signal),
      ),
    orderBook: (symbol, limit) =>
      gate.pass({ kind: 'orderbook', lane: 'quotes', key: `${symbol} ${limit}`, symbol }, (signal) =>
        askOrderBook(connection, symbol, limit, signal),
      ),
    candles: (symbol, timeframe, wish) =>
      gate.pass(
        {
          kind: 'ohlcv',
          lane: 'bulk',
          key: `${symbol} ${timeframe} ${wish.limit} ${wish.since}`,
          symbol,
        },
        (signal) => askCandles(connection, symbol, timeframe, wish, signal),
      ),
    markets: () =>
      gate.pass({ kind: 'markets', lane: 'bulk', key: '' }, async (signal) => {
        const { client, at } = await session.current(signal);
        return { exchange, markets: toMarkets(client), as_of: formatTimestamp(at) };
      }),
    close: connection.close,
  };
}
