import { performance } from 'node:perf_hooks';
import { formatTimestamp } from '@neuratrade/health-contracts';
import type { AwakeClock, Logger } from '@neuratrade/service-kit';
import type { MarketData } from '../../market/market-data.js';
import { createClient } from '../client.js';
import { createPause, type Pause } from '../pause.js';
import { createTransport } from '../transport.js';
import { createBreaker } from './breaker.js';
import { createCaller } from './caller.js';
import { askCandles } from './candles.js';
import { createMarketClient } from './client.js';
import type { MarketContext } from './context.js';
import { createGate } from './gate.js';
import { createLanes, type Lane } from './lanes.js';
import { askOrderBook } from './order-book.js';
import { createSession } from './session.js';
import { askTicker, askTickers } from './tickers.js';
import { toMarkets } from './to-markets.js';
import { createUsage } from './usage.js';

const BREAKER = { failures: 5, openMs: 2_000, longestMs: 60_000 };

export interface MarketDataOptions {
  readonly simulatorUrl: string | undefined;
  /** How long an answer may take, the time in the queue included. */
  readonly timeoutMs: number;
  /** So many requests may be under way or wait, in each lane. */
  readonly queue: number;
  readonly clock: AwakeClock;
  readonly logger: Logger;
  /** The pauses of this exchange, shared with whatever else asks it. */
  readonly pause?: Pause;
}

/** All tickers at once weigh as much as dozens of single ones. */
const laneOf = (symbols: readonly string[] | undefined): Lane => (symbols === undefined ? 'bulk' : 'quotes');

/** Makes the public data of one exchange askable, without any key. Nothing is asked before someone wants to know. */
export function openMarketData({ name }: { readonly name: string }, options: MarketDataOptions): MarketData {
  const { timeoutMs, queue, clock, logger, pause = createPause(clock) } = options;
  const now = () => performance.now();
  const transport = createTransport();
  const {
    has,
    timeframes,
    rateLimit = 1_000,
  } = createClient({ name }, { ...options, fetch: transport.fetch });
  const caller = createCaller({
    exchange: name,
    timeoutMs,
    transport,
    lanes: createLanes({ msPerCost: Math.max(1, rateLimit) }),
    breaker: createBreaker({ ...BREAKER, now }),
    pause,
    usage: createUsage(name, logger, now),
    logger,
  });
  const newClient = () => createMarketClient(name, caller, options);
  const session = createSession({ exchange: name, caller, newClient, timeoutMs, now });
  const context: MarketContext = {
    exchange: name,
    has,
    timeframes: Object.keys(timeframes ?? {}),
    caller,
    session,
  };
  const gate = createGate({ exchange: name, most: queue, timeoutMs, logger, now });
  return {
    name,
    ticker: (symbol) =>
      gate.pass({ kind: 'ticker', lane: 'quotes', key: symbol, symbol }, (signal) =>
        askTicker(context, symbol, signal),
      ),
    tickers: (symbols) =>
      gate.pass({ kind: 'tickers', lane: laneOf(symbols), key: symbols?.join() ?? '' }, (signal) =>
        askTickers(context, symbols, signal),
      ),
    orderBook: (symbol, limit) =>
      gate.pass({ kind: 'orderbook', lane: 'quotes', key: `${symbol} ${limit}`, symbol }, (signal) =>
        askOrderBook(context, symbol, limit, signal),
      ),
    candles: (symbol, timeframe, wish) =>
      gate.pass(
        {
          kind: 'ohlcv',
          lane: 'bulk',
          key: `${symbol} ${timeframe} ${wish.limit} ${wish.since}`,
          symbol,
        },
        (signal) => askCandles(context, symbol, timeframe, wish, signal),
      ),
    markets: () =>
      gate.pass({ kind: 'markets', lane: 'bulk', key: '' }, async (signal) => {
        const { client, at } = await session.current(signal);
        return { exchange: name, markets: toMarkets(client), as_of: formatTimestamp(at) };
      }),
    close: () => void gate.idle().then(transport.close),
  };
}
