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
import { jsonFetcher } from '@neuratrade/service-kit';
import type { z } from 'zod';
import { withDeadline } from './deadline.js';
import { noAnswer, refusal, unexpectedAnswer } from './failure.js';

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
  const fetchJson = jsonFetcher({ maxSockets: MAX_SOCKETS });
  const headers = serviceKey === undefined ? {} : { 'x-api-key': serviceKey };

  const ask = async <T extends { exchange: string }>(
    schema: z.ZodType<T>,
    path: string,
    query: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<T> => {
    const target = `${url}/api/v1/${path}?${new URLSearchParams(query)}`;
    const answer = await withDeadline(timeoutMs, signal, (limit) =>
      fetchJson(target, { signal: limit, headers, maxBytes: MAX_BYTES }),
    ).catch((error: unknown) => {
      throw noAnswer(error);
    });
    if (answer.status !== 200) throw refusal(answer);
    const told = schema.safeParse(answer.body);
    if (!told.success || told.data.exchange !== query.exchange) throw unexpectedAnswer();
    return told.data;
  };
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
