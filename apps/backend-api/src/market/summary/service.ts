import { setTimeout as sleep } from 'node:timers/promises';
import { type MarketSummary, marketSummarySchema, type Ticker } from '@neuratrade/api-contracts';
import { AppError } from '@neuratrade/service-kit';
import { type ActiveExchanges, noExchange } from '../active/exchange.js';
import type { CacheRead, Load, MarketCache } from '../cache/cache.js';
import type { MarketPlace } from '../ccxt-client/client.js';
import type { TickerService } from '../ticker/service.js';
import { summaryOf, type Told } from './compose.js';
import type { Unlisted } from './unlisted.js';

export interface SummaryService {
  /**
   * One symbol on all active exchanges.
   *
   * @throws {AppError} `not_found` when none lists it, `unavailable` when none tells a price and none is kept
   */
  summary(symbol: string): Promise<CacheRead<MarketSummary>>;
  /**
   * Makes summaries anew out of the tickers that are kept, and stores them. `failures`: why an exchange cannot be asked now; it is
   * not, and what is kept of it counts as stale.
   */
  refresh(symbols: readonly string[], failures: ReadonlyMap<string, AppError>): Promise<void>;
}

export interface SummaryServiceOptions {
  readonly cache: MarketCache;
  readonly tickers: TickerService;
  readonly active: ActiveExchanges;
  readonly unlisted: Unlisted;
  /** Whether it is the market that is unknown, and not its exchange. */
  readonly lacks: (place: MarketPlace) => Promise<boolean>;
  /** How long one exchange may keep the others waiting. */
  readonly patienceMs?: number;
}

const PATIENCE_MS = 1_000;
const accept = (stored: unknown): boolean => marketSummarySchema.safeParse(stored).success;

export function createSummaryService(options: SummaryServiceOptions): SummaryService {
  const { cache, tickers, active, unlisted, lacks, patienceMs = PATIENCE_MS } = options;

  const someActive = (): readonly string[] => {
    const names = active();
    if (names.length === 0) throw noExchange();
    return names;
  };

  const ask = async (place: MarketPlace, load?: Load<Ticker>): Promise<Told> => {
    const { exchange } = place;
    const known = unlisted.why(place);
    if (known !== undefined) return { exchange, found: { error: known } };
    try {
      return { exchange, found: await withinPatience(tickers.ticker(place, load), exchange, patienceMs) };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      if (error.code === 'not_found' && (await lacks(place))) unlisted.note(place, error);
      return { exchange, found: { error } };
    }
  };

  const compose = async (
    symbol: string,
    loadOf: (exchange: string) => Load<Ticker> | undefined,
  ): Promise<MarketSummary> => {
    const names = someActive();
    unlisted.keepOnly(names);
    const told = names.map((exchange) => ask({ exchange, symbol }, loadOf(exchange)));
    return summaryOf(symbol, await Promise.all(told));
  };

  return {
    async summary(symbol) {
      someActive();
      return cache.read('market_data', symbol, () => compose(symbol, () => undefined), { accept });
    },
    async refresh(symbols, failures) {
      const loadOf = (exchange: string): Load<Ticker> | undefined => {
        const failure = failures.get(exchange);
        return failure === undefined ? undefined : () => Promise.reject(failure);
      };
      const made = await Promise.allSettled(
        symbols.map(async (symbol) => ({ key: symbol, value: await compose(symbol, loadOf) })),
      );
      await cache.write(
        'market_data',
        made.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : [])),
      );
    },
  };
}

/** What takes longer goes on in the cache, for whoever asks next. */
async function withinPatience<T>(answer: Promise<T>, exchange: string, patienceMs: number): Promise<T> {
  const enough = new AbortController();
  const late = sleep(patienceMs, undefined, { signal: enough.signal }).then(() => {
    throw new AppError('exchange_timeout', `${exchange} has not answered yet. Try again soon.`);
  });
  late.catch(() => undefined);
  try {
    return await Promise.race([answer, late]);
  } finally {
    enough.abort();
  }
}
