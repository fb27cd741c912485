import { timestampSchema } from '@neuratrade/health-contracts';
import { z } from 'zod';
import { decimalSchema, symbolSchema } from './common.js';

const exchangeName = z.string().min(1);
const price = decimalSchema.nullable();

/**
 * The last 24 hours and the best prices of one market. Null is what the exchange does not tell. `as_of` is when its answer
 * arrived, `exchange_time` the time that it names itself. `change_percent` is a percentage, volumes are of 24 hours.
 */
export const tickerSchema = z.object({
  exchange: exchangeName,
  symbol: symbolSchema,
  last: price,
  bid: price,
  bid_volume: price,
  ask: price,
  ask_volume: price,
  open: price,
  high: price,
  low: price,
  change: price,
  change_percent: price,
  base_volume: price,
  quote_volume: price,
  exchange_time: timestampSchema.nullable(),
  as_of: timestampSchema,
});

/**
 * `GET /api/v1/tickers` of ccxt-service. `missing`: symbols that were asked for and that the exchange told nothing of; `unlisted`: those
 * of them that are no market of it.
 */
export const tickersSchema = z.object({
  exchange: exchangeName,
  tickers: z.array(tickerSchema),
  missing: z.array(symbolSchema),
  unlisted: z.array(symbolSchema),
  as_of: timestampSchema,
});

const levelSchema = z.tuple([decimalSchema, decimalSchema]);

/** Both sides of an order book, best price first, each level as `[price, amount]`. */
export const orderBookSchema = z.object({
  exchange: exchangeName,
  symbol: symbolSchema,
  bids: z.array(levelSchema),
  asks: z.array(levelSchema),
  exchange_time: timestampSchema.nullable(),
  as_of: timestampSchema,
});

/** One candle; `time` is its beginning, `volume` is in the base currency. */
export const candleSchema = z.object({
  time: timestampSchema,
  open: decimalSchema,
  high: decimalSchema,
  low: decimalSchema,
  close: decimalSchema,
  volume: decimalSchema.nullable(),
});

/** Candles, oldest first; the last one may still go on. */
export const candlesSchema = z.object({
  exchange: exchangeName,
  symbol: symbolSchema,
  timeframe: z.string().min(1),
  candles: z.array(candleSchema),
  as_of: timestampSchema,
});

/**
 * One market of an exchange. Steps and minimums are in units of the base currency (`amount_*`), of the price (`price_step`) or of
 * the quote currency (`cost_min`); null where the exchange tells none.
 */
export const marketSchema = z.object({
  symbol: symbolSchema,
  base: z.string().min(1),
  quote: z.string().min(1),
  settle: z.string().min(1).nullable(),
  type: z.enum(['spot', 'margin', 'swap', 'future', 'option', 'other']),
  active: z.boolean().nullable(),
  contract_size: decimalSchema.nullable(),
  price_step: decimalSchema.nullable(),
  amount_step: decimalSchema.nullable(),
  amount_min: decimalSchema.nullable(),
  cost_min: decimalSchema.nullable(),
});

/** `GET /api/v1/markets` of ccxt-service. */
export const marketsSchema = z.object({
  exchange: exchangeName,
  markets: z.array(marketSchema),
  as_of: timestampSchema,
});

/**
 * What the backend adds to market data: `stale` and its reason are there only when the exchange could not be asked and the
 * last good value is told instead.
 */
export const stalenessSchema = z.object({
  stale: z.literal(true).optional(),
  stale_reason: z.string().min(1).optional(),
});

/** `GET /api/v1/market/ticker` of the backend. */
export const marketTickerSchema = tickerSchema.extend(stalenessSchema.shape);
/** `GET /api/v1/market/orderbook` of the backend. */
export const marketOrderBookSchema = orderBookSchema.extend(stalenessSchema.shape);
/** `GET /api/v1/market/ohlcv` of the backend. */
export const marketCandlesSchema = candlesSchema.extend(stalenessSchema.shape);

/** One exchange in a summary. `spread_bps`: (ask − bid) / middle × 10,000, two decimals; null without both prices. */
export const summaryEntrySchema = z.object({
  exchange: exchangeName,
  last: price,
  bid: price,
  ask: price,
  spread_bps: z.number().nullable(),
  change_24h_percent: price,
  base_volume_24h: price,
  quote_volume_24h: price,
  as_of: timestampSchema,
  ...stalenessSchema.shape,
});

const venueSchema = z.object({ exchange: exchangeName, price: decimalSchema }).nullable();

/**
 * `GET /api/v1/market/summary` of the backend: one symbol on all active exchanges. `best.buy` is the lowest ask, `best.sell` the
 * highest bid, of prices that are not stale. `as_of` is the oldest of the exchanges'. `unavailable` says why an active exchange is not listed.
 */
export const marketSummarySchema = z.object({
  symbol: symbolSchema,
  exchanges: z.array(summaryEntrySchema),
  best: z.object({ buy: venueSchema, sell: venueSchema }),
  unavailable: z.array(z.object({ exchange: exchangeName, reason: z.string().min(1) })),
  as_of: timestampSchema,
  ...stalenessSchema.shape,
});

export type Ticker = z.infer<typeof tickerSchema>;
export type Tickers = z.infer<typeof tickersSchema>;
export type OrderBook = z.infer<typeof orderBookSchema>;
export type Candle = z.infer<typeof candleSchema>;
export type Candles = z.infer<typeof candlesSchema>;
export type MarketInfo = z.infer<typeof marketSchema>;
export type Markets = z.infer<typeof marketsSchema>;
export type Staleness = z.infer<typeof stalenessSchema>;
export type SummaryEntry = z.infer<typeof summaryEntrySchema>;
export type MarketSummary = z.infer<typeof marketSummarySchema>;
