import { CACHE_NAMESPACES, type CacheNamespace } from '@neuratrade/api-contracts';
import type { RedisClient } from '../../../platform/redis/client.js';
import { createLease } from '../../../platform/redis/lease.js';
import type { CacheClock } from '../clock.js';
import type { CachePolicies } from '../namespaces.js';
import { entryPrefix } from '../slot.js';
import { hourOf } from './counter.js';
import { HOURS_KEY, indexKey, TOTALS_KEY, WRITERS_KEY } from './keys.js';
import { SWEEP } from './scripts.js';

const LEASE_KEY = 'neuratrade:lock:cache-sweep';
const LEASE_MS = 5_000;
const PER_CALL = 500;
const CALLS = 5;
const KEPT_HOURS = 30 * 24;
const KEPT_WRITERS_MS = 30 * 24 * 3_600_000;

/**
 * One round of the replica that holds the lease: notices what left the caches without anybody's doing, and once an hour drops what is
 * older than 30 days. Rejects where Redis cannot be asked.
 */
export function createSweep(
  redis: RedisClient,
  policies: CachePolicies,
  { now }: Pick<CacheClock, 'now'>,
): () => Promise<void> {
  const lease = createLease(redis, LEASE_KEY, LEASE_MS);
  const next = new Map<CacheNamespace, number>();
  let tidied = 0;

  async function sweep(namespace: CacheNamespace): Promise<void> {
    for (let call = 0; call < CALLS; call++) {
      const answer = await redis.script(
        SWEEP,
        [indexKey(namespace), TOTALS_KEY, HOURS_KEY],
        [entryPrefix(namespace), namespace, policies[namespace].ttlMs, next.get(namespace) ?? 0, PER_CALL],
      );
      const [expired = 0, start = 0] = answer as number[];
      next.set(namespace, start);
      if (expired < PER_CALL && start === 0) return;
    }
  }

  async function tidy(hour: number): Promise<void> {
    const old = await fieldsOf(HOURS_KEY, (field) => Number.parseInt(field, 10) < hour - KEPT_HOURS);
    const gone = await fieldsOf(WRITERS_KEY, (_, value) => {
      return Number(value.split(' ')[1]) < now() - KEPT_WRITERS_MS;
    });
    for (const [key, fields] of [
      [HOURS_KEY, old],
      [WRITERS_KEY, gone],
    ] as const) {
      for (let start = 0; start < fields.length; start += PER_CALL) {
        await redis.command('HDEL', key, ...fields.slice(start, start + PER_CALL));
      }
    }
  }

  async function fieldsOf(key: string, wanted: (field: string, value: string) => boolean): Promise<string[]> {
    const flat = (await redis.command('HGETALL', key)) as string[];
    return flat.filter((field, index) => index % 2 === 0 && wanted(field, flat[index + 1] ?? ''));
  }

  return async () => {
    if (!(await lease.hold())) return;
    for (const namespace of CACHE_NAMESPACES) await sweep(namespace);
    const hour = hourOf(now());
    if (tidied === hour) return;
    await tidy(hour);
    tidied = hour;
  };
}
