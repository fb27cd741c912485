import type { CacheNamespace, CacheReport } from '@neuratrade/api-contracts';
import type { BackendHealth } from '@neuratrade/health-contracts';

/** A value out of the cache. */
export interface CacheRead<T> {
  readonly value: T;
  /** The value as JSON, made once per value however often it is read: send it as it is where nothing is added. */
  readonly text: string;
  /** When the value was fetched, in milliseconds since 1970 by the clock of Redis. */
  readonly fetchedAt: number;
  /** Older than the cache calls fresh, because the upstream fails or has not answered yet. Never older than the TTL. */
  readonly stale: boolean;
  /** Why it is stale, in a few words; only where it is. */
  readonly staleReason?: string;
}

/** Figures as `/health` shows them. */
export type CacheFigures = Pick<BackendHealth, 'cache_metrics' | 'cache_stats'>;

/** Asks the upstream. It gets 20 seconds, after which the signal fires. What it rejects with reaches the caller. */
export type Load<T> = (signal: AbortSignal) => Promise<T>;

export interface ReadOptions {
  /** Whether what Redis holds has the right shape; what it refuses is a miss. Looked at once per value, not per read. */
  readonly accept?: (stored: unknown) => boolean;
}

export interface MarketCache {
  /**
   * The fresh value where there is one, else what `load` resolves to: callers of one key at one time share one load, also between
   * replicas. Counts one hit or one miss. Values are shared between callers: never change one.
   *
   * Keys: `BTC/USDT` (market_data), `binance:BTC/USDT` (orderbook, ticker), `BTC/USDT:binance:1h` (market_data).
   *
   * While an older value is kept, a load that fails (`exchange_*`, `unavailable`, anything unexpected) or takes long resolves to that value,
   * marked stale. A load's `not_found`, `bad_request` and the like always reach the caller, as does any failure where nothing is kept.
   * Redis that is slow, down, full or talking nonsense is a miss at worst.
   */
  read<T>(
    namespace: CacheNamespace,
    key: string,
    load: Load<T>,
    options?: ReadOptions,
  ): Promise<CacheRead<T>>;
  /** Stores values that were fetched anyway (warming). Counts nothing, never rejects. */
  write<T>(
    namespace: CacheNamespace,
    entries: readonly { readonly key: string; readonly value: T }[],
  ): Promise<void>;
  /** All replicas' figures as of a second ago and what this process counted since, from memory. */
  figures(): CacheFigures;
  /** What was asked of the caches in the last hours, and what to do about it. */
  report(hours: number): Promise<CacheReport>;
  /** Ends background work and stores what was counted. The Redis client stays open. */
  close(): Promise<void>;
}
