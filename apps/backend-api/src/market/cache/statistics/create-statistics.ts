import { randomUUID } from 'node:crypto';
import { CACHE_NAMESPACES, type CacheNamespace, type CacheReport } from '@neuratrade/api-contracts';
import type { CacheStats } from '@neuratrade/health-contracts';
import type { Logger } from '@neuratrade/service-kit';
import type { RedisClient } from '../../../platform/redis/client.js';
import { redisReason } from '../../../platform/redis/reason.js';
import type { CacheFigures } from '../cache.js';
import type { CacheClock } from '../clock.js';
import type { CachePolicies } from '../namespaces.js';
import { type Batch, createCounter, flat } from './counter.js';
import { figuresOf, readStats } from './figures.js';
import { HOURS_KEY, indexKey, TOTALS_KEY, WRITERS_KEY } from './keys.js';
import { repeat } from './repeat.js';
import { createReport } from './report.js';
import { FLUSH } from './scripts.js';
import { createSweep } from './sweep.js';

export interface StatisticsOptions {
  readonly redis: RedisClient;
  readonly policies: CachePolicies;
  readonly clock: CacheClock;
  readonly logger: Pick<Logger, 'warn'>;
}

export interface Statistics {
  hit(namespace: CacheNamespace): void;
  miss(namespace: CacheNamespace): void;
  figures(): CacheFigures;
  report(hours: number): Promise<CacheReport>;
  close(): Promise<void>;
}

const FLUSH_MS = 1_000;
const SWEEP_MS = 1_000;
const NONE = { size: 0, hits: 0, misses: 0, evictions: 0 };

/**
 * Counts in memory and adds to what all replicas share about once a second. A batch counts once, also when the answer to it was lost; what Redis
 * cannot take waits.
 */
export function createStatistics({ redis, policies, clock, logger }: StatisticsOptions): Statistics {
  const writer = randomUUID();
  const counter = createCounter(clock);
  let shared: CacheStats = { market_data: NONE, orderbook: NONE, ticker: NONE };
  let refused: string | undefined;

  async function send(batch: Batch | undefined): Promise<void> {
    const askedMs = Date.now();
    const answer = (await redis.script(
      FLUSH,
      [TOTALS_KEY, HOURS_KEY, WRITERS_KEY, ...CACHE_NAMESPACES.map(indexKey)],
      [
        writer,
        batch?.number ?? 0,
        CACHE_NAMESPACES.length,
        ...CACHE_NAMESPACES,
        ...(batch ? flat(batch) : []),
      ],
    )) as string[];
    clock.told(Number(answer.at(-1)), askedMs, Date.now());
    shared = readStats(answer);
    if (batch !== undefined) counter.confirm(batch);
  }

  async function flushNext(): Promise<void> {
    try {
      await send(counter.batch());
      refused = undefined;
    } catch (error) {
      if (redis.away() !== undefined) return;
      const reason = redisReason(error);
      if (refused === undefined)
        logger.warn('Cache statistics wait: Redis takes no writes', { error: reason });
      refused = reason;
    }
  }

  let last = Promise.resolve();
  const flush = (): Promise<void> => {
    last = last.then(flushNext);
    return last;
  };

  const sweep = createSweep(redis, policies, clock);
  const flushing = repeat(flush, FLUSH_MS);
  const sweeping = repeat(() => sweep().catch(() => undefined), SWEEP_MS);

  return {
    hit: (namespace) => counter.count(namespace, 'hits'),
    miss: (namespace) => counter.count(namespace, 'misses'),
    figures: () => figuresOf(shared, counter.unconfirmed),
    report: createReport({
      ...{ redis, policies, clock, flush },
      unconfirmed: counter.unconfirmed,
      sizes: () => shared,
      refused: () => refused,
    }),
    close: async () => {
      await Promise.all([flushing.stop(), sweeping.stop()]);
      await flush();
      if (counter.batch() !== undefined && redis.away() === undefined) await flush();
    },
  };
}
