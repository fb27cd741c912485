import type { Candles, Markets, OrderBook, Ticker, Tickers } from '@neuratrade/api-contracts';

/** What market data is asked for, in the words of the log. */
export type MarketDataKind = 'ticker' | 'tickers' | 'orderbook' | 'ohlcv' | 'markets';

export interface CandleWish {
  readonly limit: number;
  /** Milliseconds since the epoch; undefined asks for the latest candles. */
  readonly since: number | undefined;
}

/**
 * The public data of one exchange. Symbols are understood in the forms `BTC/USDT`, `btc/usdt`, `BTC-USDT` and `BTCUSDT`. Equal
 * requests at the same time are one request to the exchange. Everything rejects with an AppError: `not_found` (symbol), `bad_request`
 * (timeframe), `not_supported`, `exchange_failed`, `exchange_busy` and `exchange_timeout`.
 */
export interface MarketData {
  readonly name: string;
  ticker(symbol: string): Promise<Ticker>;
  /** All tickers when no symbols are named. */
  tickers(symbols: readonly string[] | undefined): Promise<Tickers>;
  orderBook(symbol: string, limit: number): Promise<OrderBook>;
  candles(symbol: string, timeframe: string, wish: CandleWish): Promise<Candles>;
  markets(): Promise<Markets>;
  /** Lets go of what is held for the future; requests that are under way are finished. */
  close(): void;
}
