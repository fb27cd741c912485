import { setTimeout as sleep } from 'node:timers/promises';
import { AppError, errorFields, type Logger } from '@neuratrade/service-kit';
import type { Lease } from '../../platform/redis/lease.js';
import type { ActiveExchanges } from '../active/exchange.js';
import type { MarketCache } from '../cache/cache.js';
import type { SummaryService } from '../summary/service.js';
import type { Unlisted } from '../summary/unlisted.js';
import { tickerKey } from '../ticker/service.js';
import type { HarvestOf } from './harvest.js';
import { createPatience } from './patience.js';

export interface WatchlistOptions {
  /** What is kept warm. */
  readonly symbols: () => readonly string[];
  readonly active: ActiveExchanges;
  readonly harvest: HarvestOf;
  readonly cache: Pick<MarketCache, 'write'>;
  readonly summaries: Pick<SummaryService, 'refresh'>;
  readonly unlisted: Unlisted;
  /** Of several replicas, one keeps them warm. */
  readonly lease: Lease;
  readonly everyMs: number;
  readonly logger: Logger;
}

export interface Watchlist {
  start(): void;
  /** Resolves when nothing is under way any more. */
  stop(): Promise<void>;
}

/** How long a round waits for the exchanges that it asks; a later answer is stored when it comes. */
const ROUND_MS = 1_000;
/** How soon to look again while no exchange is known to be active. */
const UNKNOWN_MS = 250;

/** Keeps tickers and summaries of the watched symbols fresh, whether anybody asks for them or not. */
export function createWatchlist(options: WatchlistOptions): Watchlist {
  const { symbols, active, harvest, cache, summaries, unlisted, lease, everyMs, logger } = options;
  const patience = createPatience({ logger, firstMs: everyMs });
  const underWay = new Map<string, Promise<void>>();
  const stopping = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let round: Promise<void> = Promise.resolve();

  const gather = async (exchange: string): Promise<void> => {
    const asked = symbols().filter((symbol) => unlisted.why({ exchange, symbol }) === undefined);
    if (asked.length === 0) return;
    try {
      const told = await harvest(exchange, asked, stopping.signal);
      for (const [symbol, error] of told.unlisted) unlisted.note({ exchange, symbol }, error);
      await cache.write(
        'ticker',
        Array.from(told.tickers, ([symbol, value]) => ({ key: tickerKey({ exchange, symbol }), value })),
      );
      patience.answered(exchange);
    } catch (error) {
      if (!stopping.signal.aborted) patience.failed(exchange, error);
    }
  };

  const begin = async (exchange: string): Promise<void> => {
    if (underWay.has(exchange) || patience.refuses(exchange) !== undefined) return;
    const gathering = gather(exchange).finally(() => underWay.delete(exchange));
    underWay.set(exchange, gathering);
    await gathering;
  };

  /** `refused`: why some were not asked in this round, which counts also where their pause has ended meanwhile. */
  const failures = (
    exchanges: readonly string[],
    refused: ReadonlyMap<string, AppError | undefined>,
  ): Map<string, AppError> =>
    new Map(
      exchanges.flatMap((exchange) => {
        const failure = underWay.has(exchange)
          ? unanswered(exchange)
          : (refused.get(exchange) ?? patience.refuses(exchange));
        return failure === undefined ? [] : [[exchange, failure]];
      }),
    );

  const turn = async (): Promise<void> => {
    const exchanges = active();
    unlisted.keepOnly(exchanges);
    if (exchanges.length === 0 || symbols().length === 0 || !(await lease.hold())) return;
    const refused = new Map(exchanges.map((exchange) => [exchange, patience.refuses(exchange)]));
    const enough = sleep(ROUND_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
    await Promise.race([Promise.all(exchanges.map(begin)), enough]);
    const failed = failures(exchanges, refused);
    if (stopping.signal.aborted || failed.size === exchanges.length) return;
    await summaries.refresh(symbols(), failed);
  };

  const goOn = (): void => {
    const next = performance.now() + (active().length === 0 ? Math.min(UNKNOWN_MS, everyMs) : everyMs);
    round = turn()
      .catch((error: unknown) => logger.error('Watchlist round failed', errorFields(error)))
      .finally(() => {
        if (!stopping.signal.aborted) timer = setTimeout(goOn, Math.max(next - performance.now(), 0));
      });
  };

  return {
    start: goOn,
    async stop() {
      stopping.abort();
      clearTimeout(timer);
      await Promise.all([round, ...underWay.values()]);
      await lease.release();
    },
  };
}

function unanswered(exchange: string): AppError {
  return new AppError('exchange_timeout', `${exchange} has not answered yet. Try again soon.`);
}
