import {
  type Candles,
  candlesSchema,
  type OrderBook,
  orderBookSchema,
  type Ticker,
  type Tickers,
  tickerSchema,
  tickersSchema,
} from '@neuratrade/api-contracts';
import { createCcxtAsker } from './asker.js';
import { unexpectedAnswer } from './failure.js';

/** Which market of which exchange. */
export interface MarketPlace {
  readonly exchange: string;
  readonly symbol: string;
}

/**
 * Market data as ccxt-service has it from the exchanges. Every call rejects with an AppError: ccxt-service's own, or `unavailable`
 * while it cannot be asked.
 */
export interface CcxtClient {
  ticker(place: MarketPlace, signal: AbortSignal): Promise<Ticker>;
  tickers(exchange: string, symbols: readonly string[], signal: AbortSignal): Promise<Tickers>;
  orderBook(place: MarketPlace, limit: number, signal: AbortSignal): Promise<OrderBook>;
  candles(place: MarketPlace, timeframe: string, limit: number, signal: AbortSignal): Promise<Candles>;
}

export interface CcxtClientOptions {
  readonly url: string;
  readonly serviceKey: string | undefined;
  /** How long one call may take in all. */
  readonly timeoutMs?: number;
}

/** Longer than ccxt-service waits for an exchange, so that it is the one to say what is wrong. */
const TIMEOUT_MS = 15_000;
const MAX_SOCKETS = 64;
const MAX_BYTES = 4 * 1024 * 1024;

/** The only place that asks ccxt-service for market data. */
export function createCcxtClient(options: CcxtClientOptions): CcxtClient {
  const { url, serviceKey, timeoutMs = TIMEOUT_MS } = options;
  const limits = { timeoutMs, maxSockets: MAX_SOCKETS, maxBytes: MAX_BYTES };
  const ask = createCcxtAsker({ url, serviceKey, ...limits });
  const about = <T extends MarketPlace>(value: T, { symbol }: MarketPlace): T => {
    if (value.symbol.toUpperCase() !== symbol.toUpperCase()) throw unexpectedAnswer();
    return value;
  };

  return {
    ticker: async (place, signal) => about(await ask(tickerSchema, 'ticker', { ...place }, signal), place),
    tickers: (exchange, symbols, signal) =>
      ask(tickersSchema, 'tickers', { exchange, symbols: symbols.join() }, signal),
    orderBook: async (place, limit, signal) =>
      about(await ask(orderBookSchema, 'orderbook', { ...place, limit: String(limit) }, signal), place),
    candles: async (place, timeframe, limit, signal) =>
      about(await ask(candlesSchema, 'ohlcv', { ...place, timeframe, limit: String(limit) }, signal), place),
  };
}
