import { candlesSchema, marketSchema } from '@neuratrade/api-contracts';
import { z } from 'zod';
import { createCcxtAsker } from '../../market/ccxt-client/asker.js';
import { unexpectedAnswer } from '../../market/ccxt-client/failure.js';
import { Decimal } from '../decimal.js';

/** One minute of a market. */
export interface Minute {
  readonly minute: number;
  readonly open: Decimal;
  readonly close: Decimal;
}

/** What exchanges tell of the past. Every call rejects with an AppError, `NoAnswer` while ccxt-service does not answer. */
export interface RateSource {
  /** The symbols of the spot markets of an exchange. */
  symbols(exchange: string, signal: AbortSignal): Promise<ReadonlySet<string>>;
  /** From `since` on, oldest first, at most `limit`; an exchange may tell fewer at a time. */
  minutes(
    market: { readonly exchange: string; readonly symbol: string },
    range: { readonly since: number; readonly limit: number },
    signal: AbortSignal,
  ): Promise<Minute[]>;
}

/** The most minutes that one question is about. */
export const MOST_MINUTES = 1_000;

const TIMEOUT_MS = 15_000;
const MAX_SOCKETS = 4;
const MAX_BYTES = 16 * 1024 * 1024;

const symbolsSchema = z.object({
  exchange: z.string(),
  markets: z.array(marketSchema.pick({ symbol: true, type: true })),
});

/** Asks ccxt-service, over connections of its own: what waits here keeps no ticker waiting. */
export function createRateSource({
  url,
  serviceKey,
}: {
  readonly url: string;
  readonly serviceKey: string | undefined;
}): RateSource {
  const limits = { timeoutMs: TIMEOUT_MS, maxSockets: MAX_SOCKETS, maxBytes: MAX_BYTES };
  const ask = createCcxtAsker({ url, serviceKey, ...limits });

  return {
    async symbols(exchange, signal) {
      const { markets } = await ask(symbolsSchema, 'markets', { exchange }, signal);
      return new Set(markets.filter(({ type }) => type === 'spot').map(({ symbol }) => symbol));
    },
    async minutes({ exchange, symbol }, { since, limit }, signal) {
      const query = { exchange, symbol, timeframe: '1m', limit: String(limit) };
      const told = await ask(
        candlesSchema,
        'ohlcv',
        { ...query, since: new Date(since).toISOString() },
        signal,
      );
      if (told.symbol !== symbol) throw unexpectedAnswer();
      return told.candles.map(({ time, open, close }) => ({
        minute: Date.parse(time),
        open: new Decimal(open),
        close: new Decimal(close),
      }));
    },
  };
}
