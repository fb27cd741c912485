import { CACHE_NAMESPACES, type CacheReport } from '@neuratrade/api-contracts';
import { type CacheStats, formatTimestamp } from '@neuratrade/health-contracts';
import type { RedisClient } from '../../../platform/redis/client.js';
import { redisReason } from '../../../platform/redis/reason.js';
import type { CacheClock } from '../clock.js';
import type { CachePolicies } from '../namespaces.js';
import { adviceFor } from './advice.js';
import { type Field, hourOf } from './counter.js';
import { judge, MINIMUM_REQUESTS } from './judge.js';
import { HOURS_KEY } from './keys.js';

export interface ReportOptions {
  readonly redis: RedisClient;
  readonly policies: CachePolicies;
  readonly clock: Pick<CacheClock, 'now'>;
  /** Stores what was counted. */
  readonly flush: () => Promise<void>;
  readonly unconfirmed: (field: Field, fromHour: number) => number;
  /** The figures as of the latest flush. */
  readonly sizes: () => CacheStats;
  /** Why Redis, although it answers, takes no writes. */
  readonly refused: () => string | undefined;
}

const HOUR_MS = 3_600_000;
const WHATS = ['hits', 'misses', 'evictions'] as const;

/**
 * Makes the report over the last `hours`, by whole hours: it begins with the hour in which the window does. Never rejects; `redis.status` says when
 * Redis could not be asked, or takes no writes.
 */
export function createReport(options: ReportOptions): (hours: number) => Promise<CacheReport> {
  const { redis, policies, clock, flush, unconfirmed, sizes, refused } = options;

  async function counted(
    from: number,
    to: number,
  ): Promise<{ stored: Map<string, number>; redis: CacheReport['redis'] }> {
    const fields = fieldsBetween(from, to);
    try {
      const values = (await redis.command('HMGET', HOURS_KEY, ...fields)) as (string | null)[];
      const memory = String(await redis.command('INFO', 'memory'));
      return { stored: sums(fields, values), redis: { status: refused() ?? 'ok', ...readMemory(memory) } };
    } catch (error) {
      const status = redis.away() ?? redisReason(error);
      return {
        stored: new Map(),
        redis: { status, used_memory_bytes: null, max_memory_bytes: null, policy: null },
      };
    }
  }

  return async (hours) => {
    await flush();
    const now = clock.now();
    const from = hourOf(now - hours * HOUR_MS);
    const { stored, redis: state } = await counted(from, hourOf(now));
    const stats = sizes();
    const caches = CACHE_NAMESPACES.map((namespace) => {
      const of = (what: (typeof WHATS)[number]): number => stored.get(`${namespace}/${what}`) ?? 0;
      const { freshMs, ttlMs, maxEntries } = policies[namespace];
      return {
        namespace,
        ...judge({
          hits: of('hits') + unconfirmed(`${namespace}/hits`, from),
          misses: of('misses') + unconfirmed(`${namespace}/misses`, from),
          evictions: of('evictions'),
        }),
        size: stats[namespace].size,
        max_entries: maxEntries,
        fresh_ms: freshMs,
        ttl_ms: ttlMs,
      };
    });
    const sum = (what: (typeof WHATS)[number]): number =>
      caches.reduce((total, cache) => total + cache[what], 0);
    const total = judge({ hits: sum('hits'), misses: sum('misses'), evictions: sum('evictions') });
    return {
      window: {
        hours,
        from: formatTimestamp(new Date(from * HOUR_MS)),
        to: formatTimestamp(new Date(now)),
        minimum_requests: MINIMUM_REQUESTS,
      },
      total,
      caches,
      redis: state,
      advice: adviceFor({ total, caches, redis: state }),
      timestamp: formatTimestamp(new Date(now)),
    };
  };
}

function fieldsBetween(from: number, to: number): string[] {
  const fields: string[] = [];
  for (let hour = from; hour <= to; hour++) {
    for (const namespace of CACHE_NAMESPACES) {
      for (const what of WHATS) fields.push(`${hour}/${namespace}/${what}`);
    }
  }
  return fields;
}

function sums(fields: readonly string[], values: readonly (string | null)[]): Map<string, number> {
  const totals = new Map<string, number>();
  for (const [index, field] of fields.entries()) {
    const name = field.slice(field.indexOf('/') + 1);
    const value = Number(values[index] ?? 0);
    totals.set(name, (totals.get(name) ?? 0) + (Number.isSafeInteger(value) ? Math.max(value, 0) : 0));
  }
  return totals;
}

function readMemory(info: string): Omit<CacheReport['redis'], 'status'> {
  const field = (name: string): string | undefined => new RegExp(`^${name}:(.*?)\r?$`, 'm').exec(info)?.[1];
  const bytes = (name: string): number | null => {
    const value = Number(field(name) ?? Number.NaN);
    return Number.isSafeInteger(value) ? value : null;
  };
  return {
    used_memory_bytes: bytes('used_memory'),
    max_memory_bytes: bytes('maxmemory'),
    policy: field('maxmemory_policy') ?? null,
  };
}
