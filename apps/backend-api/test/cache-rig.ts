import { expect } from '@jest/globals';
import { AppError, type Logger } from '@neuratrade/service-kit';
import { type Cleanup, eventually, type TestServer } from '@neuratrade/test-kit';
import { Redis } from 'ioredis';
import type { MarketCache } from '../src/market/cache/cache.js';
import { createMarketCache } from '../src/market/cache/create-cache.js';
import type { CachePolicies, CachePolicy } from '../src/market/cache/namespaces.js';
import { createRedisClient } from '../src/platform/redis/client.js';

export const QUICK: CachePolicy = { freshMs: 300, ttlMs: 3_000, maxEntries: 1_000 };
export const LASTING: CachePolicy = { freshMs: 60_000, ttlMs: 60_000, maxEntries: 100_000 };

export const policiesOf = (policy: CachePolicy): CachePolicies => ({
  market_data: policy,
  orderbook: policy,
  ticker: policy,
});

export interface Line {
  readonly level: string;
  readonly msg: string;
  readonly fields: unknown;
}

/** A cache over a Redis, as the backend makes it. What it logs is in `lines`; `connected` waits for Redis. */
export function openCache(
  cleanup: Cleanup,
  url: string,
  policy: CachePolicy = QUICK,
): MarketCache & { lines: Line[]; connected(): Promise<void> } {
  const lines: Line[] = [];
  const at = (level: string) => (msg: string, fields?: unknown) => void lines.push({ level, msg, fields });
  const logger: Logger & { enabled(): boolean } = {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    enabled: () => true,
  };
  const redis = createRedisClient({ url, logger });
  const cache = createMarketCache({ redis, policies: policiesOf(policy), logger });
  cleanup.add(async () => {
    await cache.close();
    redis.close();
  });
  const connected = (): Promise<void> => eventually(() => expect(redis.away()).toBeUndefined());
  return Object.assign(cache, { lines, connected });
}

/** A client beside the cache's own, as an operator has one. */
export function operator(cleanup: Cleanup, { url }: Pick<TestServer, 'url'>): Redis {
  const redis = new Redis(url, { retryStrategy: () => 100 });
  redis.on('error', () => undefined);
  cleanup.add(() => redis.disconnect());
  return redis;
}

export interface Upstream {
  /** What is fetched: `{"asked":n}` counts how often it was asked for. */
  readonly load: (signal: AbortSignal) => Promise<{ asked: number }>;
  asked: number;
  mode: 'works' | 'fails' | 'hangs' | 'unknown';
  delayMs: number;
}

export const EXCHANGE_FAILED = new AppError('exchange_failed', 'binance failed. Try again in a moment.');
export const NOT_FOUND = new AppError('not_found', 'binance has no BTC/USD. Did you mean BTC/USDT?');

/** An upstream whose behaviour can be changed. */
export function upstream(): Upstream {
  const state: Upstream = {
    asked: 0,
    mode: 'works',
    delayMs: 0,
    load: (signal) => {
      state.asked++;
      const { asked, mode } = state;
      return new Promise((resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
        if (mode === 'hangs') return;
        const answer = (): void => {
          if (mode === 'works') resolve({ asked });
          else reject(mode === 'fails' ? EXCHANGE_FAILED : NOT_FOUND);
        };
        setTimeout(answer, state.delayMs);
      });
    },
  };
  return state;
}

/** The given percentile of some durations. */
export function percentile(durations: readonly number[], part: number): number {
  const sorted = [...durations].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}
