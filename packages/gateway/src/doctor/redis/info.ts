/** A Redis as it tells of itself. `max_memory_bytes` 0 means no limit; `hits` and `misses` count since its start. */
export type RedisFacts = {
  product: 'Redis' | 'Valkey';
  version: string;
  latency_ms: number;
  used_memory_bytes: number;
  max_memory_bytes: number;
  policy: string;
  evicted_keys: number;
  hits: number;
  misses: number;
  /** What it could not write to its disk the last time; empty when all is well. */
  write_errors: string[];
};

const WRITES: readonly [string, string][] = [
  ['rdb_last_bgsave_status', 'snapshot'],
  ['aof_last_write_status', 'append-only file'],
  ['aof_last_bgrewrite_status', 'rewrite of the append-only file'],
];

/** Reads the answer to INFO. */
export function parseInfo(text: string, latencyMs: number): RedisFacts {
  const fields = new Map(
    text.split('\r\n').flatMap((line) => {
      const at = line.indexOf(':');
      return at > 0 ? [[line.slice(0, at), line.slice(at + 1)] as const] : [];
    }),
  );
  const number = (name: string) => Number(fields.get(name) ?? 0);
  const valkey = fields.get('valkey_version');
  return {
    product: valkey === undefined ? 'Redis' : 'Valkey',
    version: valkey ?? fields.get('redis_version') ?? 'unknown',
    latency_ms: latencyMs,
    used_memory_bytes: number('used_memory'),
    max_memory_bytes: number('maxmemory'),
    policy: fields.get('maxmemory_policy') ?? 'unknown',
    evicted_keys: number('evicted_keys'),
    hits: number('keyspace_hits'),
    misses: number('keyspace_misses'),
    write_errors: WRITES.filter(([name]) => fields.get(name) === 'err').map(([, what]) => what),
  };
}
