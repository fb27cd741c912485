import type { Logger } from '@neuratrade/service-kit';
import type { RedisClient } from '../platform/redis/client.js';
import { createLease } from '../platform/redis/lease.js';
import type { ActiveExchanges } from './active/exchange.js';
import type { MarketCache } from './cache/cache.js';
import type { CachePolicies } from './cache/namespaces.js';
import { createCandleService } from './candles/service.js';
import type { CcxtClient } from './ccxt-client/client.js';
import { createOrderBookService } from './order-book/service.js';
import { createReader } from './reader.js';
import type { MarketServices } from './routes.js';
import { createListing } from './summary/listing.js';
import { createSummaryService } from './summary/service.js';
import { createUnlisted } from './summary/unlisted.js';
import { createTickerService } from './ticker/service.js';
import { createHarvest } from './watchlist/harvest.js';
import { createWatchlist, type Watchlist } from './watchlist/watchlist.js';

export interface MarketOptions {
  readonly cache: MarketCache;
  readonly policies: CachePolicies;
  readonly redis: Pick<RedisClient, 'script'>;
  readonly client: CcxtClient;
  readonly active: ActiveExchanges;
  readonly watched: () => readonly string[];
  readonly logger: Logger;
}

export interface Market extends MarketServices {
  readonly watchlist: Watchlist;
}

/** Of the time that values are fresh, the part after which the watched ones are fetched anew. */
const WARM_AT = 0.7;
const SHORTEST_ROUND_MS = 100;

/** Market data out of the cache, and what keeps it warm. */
export function createMarket(options: MarketOptions): Market {
  const { cache, policies, redis, client, active, watched, logger } = options;
  const read = createReader(cache, active);
  const unlisted = createUnlisted();
  const tickers = createTickerService(read, client);
  const summaries = createSummaryService({
    ...{ cache, tickers, active, unlisted },
    lacks: createListing(client),
  });
  const freshMs = Math.min(policies.ticker.freshMs, policies.market_data.freshMs);
  const everyMs = Math.max(Math.floor(freshMs * WARM_AT), SHORTEST_ROUND_MS);
  return {
    active,
    tickers,
    orderBooks: createOrderBookService(read, client),
    candles: createCandleService(read, client),
    summaries,
    watchlist: createWatchlist({
      ...{ symbols: watched, active, cache, summaries, unlisted, everyMs, logger },
      harvest: createHarvest(client),
      lease: createLease(redis, 'neuratrade:lease:watchlist', Math.max(2 * everyMs, 5_000)),
    }),
  };
}
