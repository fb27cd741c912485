import { formatBytes, formatMs, plural } from '../../render/quantities.js';
import { type Finding, failed, ok, warning } from '../finding.js';
import type { RedisFacts } from './info.js';

const OLDEST = 6;
const SLOW_MS = 100;
const FULL = 0.9;
const ENOUGH_READS = 1_000;
const LOW_HIT_RATE = 0.6;

/** Whether it is new enough, and how soon it answers. `cli` is how to reach it. */
export function judgeServer(facts: RedisFacts, place: string, cli: string): Finding {
  const { product, version, latency_ms } = facts;
  const values = { product, version, latency_ms };
  const text = `${product} ${version} answers in ${formatMs(latency_ms)} (${place})`;
  if (Number.parseInt(version, 10) < OLDEST) {
    return failed('redis', text, `Upgrade it: Redis ${OLDEST} or later is needed.`, values);
  }
  if (latency_ms < SLOW_MS) return ok('redis', text, values);
  const remedy = `See what holds it up: ${cli} SLOWLOG GET 10, then ${cli} --latency`;
  return warning('redis', text, remedy, values);
}

/** Whether its memory is limited in a way that loses nothing but cache entries. */
export function judgeMemory(facts: RedisFacts, cli: string): Finding {
  const { used_memory_bytes: used, max_memory_bytes: max, policy, evicted_keys } = facts;
  const values = { used_memory_bytes: used, max_memory_bytes: max, policy, evicted_keys };
  const usage = max === 0 ? `${formatBytes(used)}, unlimited` : `${formatBytes(used)} of ${formatBytes(max)}`;
  const text = `${usage}, ${policy}, ${plural(evicted_keys, 'key')} evicted`;
  const id = 'redis.memory';
  if (policy.startsWith('allkeys-')) {
    const why = `${text}: this policy can evict statistics and leases`;
    return warning(id, why, `${cli} CONFIG SET maxmemory-policy volatile-lru`, values);
  }
  if (policy === 'noeviction' && max > 0) {
    const why = `${text}: it refuses to write when its memory is full`;
    return warning(id, why, `${cli} CONFIG SET maxmemory-policy volatile-lru`, values);
  }
  if (max > 0 && used > FULL * max) {
    return warning(
      id,
      `${text}: nearly full`,
      `Give it more: ${cli} CONFIG SET maxmemory ${max * 2}`,
      values,
    );
  }
  return ok(id, text, values);
}

/** How many reads find their key, once there were enough of them to judge. */
export function judgeHitRate({ hits, misses }: RedisFacts): Finding {
  const reads = hits + misses;
  const id = 'redis.hit_rate';
  if (reads < ENOUGH_READS) {
    const text = `too few reads to judge (${reads} of ${ENOUGH_READS})`;
    return ok(id, text, { hits, misses, hit_rate: null });
  }
  const rate = Math.round((hits / reads) * 1_000) / 1_000;
  const values = { hits, misses, hit_rate: rate };
  const text = `${Math.round(rate * 1_000) / 10} % of ${reads} reads`;
  if (rate >= LOW_HIT_RATE) return ok(id, text, values);
  return warning(id, text, 'Give the cache more memory (maxmemory) or its entries a longer life.', values);
}

/** Whether it can write to its disk. */
export function judgePersistence({ write_errors }: RedisFacts, cli: string): Finding {
  const id = 'redis.persistence';
  if (write_errors.length === 0) return ok(id, 'no write error', { write_errors });
  const remedy = `Make room on its disk and look at its log; then ${cli} INFO persistence`;
  return failed(id, `failed to write: ${write_errors.join(', ')}`, remedy, { write_errors });
}
