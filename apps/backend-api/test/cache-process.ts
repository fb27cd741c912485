import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { CacheFigures } from '../src/market/cache/cache.js';
import type { CachePolicy } from '../src/market/cache/namespaces.js';
import { policiesOf } from './cache-rig.js';

interface Reads {
  readonly key: string;
  readonly times: number;
  readonly namespace?: 'market_data' | 'orderbook' | 'ticker';
}

/** A cache in a process of its own, as in a replica of the backend. */
export interface CacheProcess {
  readonly pid: number;
  /** Reads a key many times at once; the distinct answers (`{"asked":1}`, `stale …`, `exchange_failed …`), sorted. */
  read(reads: Reads): Promise<string[]>;
  figures(): Promise<CacheFigures>;
  /** Ends it in order: what it counted is stored. */
  close(): Promise<void>;
  kill(): Promise<void>;
}

const dist = (path: string): string => new URL(`../dist/${path}`, import.meta.url).href;

const PROGRAM = `
import { AppError, fetchJson } from '@neuratrade/service-kit';
import { createMarketCache } from '${dist('market/cache/create-cache.js')}';
import { createRedisClient } from '${dist('platform/redis/client.js')}';
const none = () => undefined;
const logger = { debug: none, info: none, warn: none, error: none, enabled: () => false };
const redis = createRedisClient({ url: process.env.REDIS, logger });
const cache = createMarketCache({ redis, policies: JSON.parse(process.env.POLICIES), logger });
const load = async (signal) => {
  const { status, body } = await fetchJson(process.env.UPSTREAM, { signal });
  if (status !== 200) throw new AppError('exchange_failed', 'The exchange failed: ' + status);
  return body;
};
const told = ({ text, stale, staleReason }) => (stale ? 'stale ' + text + ' ' + staleReason : text);
const work = {
  read: async ({ namespace = 'ticker', key, times }) => {
    const reads = Array.from({ length: times }, () => cache.read(namespace, key, load).then(told, (error) => error.code));
    return [...new Set(await Promise.all(reads))].sort();
  },
  figures: async () => cache.figures(),
  close: async () => {
    await cache.close();
    redis.close();
    setImmediate(() => process.disconnect());
  },
};
process.on('message', async ({ id, what, given }) => process.send({ id, result: await work[what](given) }));
while (redis.away() !== undefined) await new Promise((resolve) => setTimeout(resolve, 5));
process.send({ id: 0 });
`;

export async function startCacheProcess(options: {
  readonly redis: string;
  readonly upstream: string;
  readonly policy: CachePolicy;
  readonly env?: Readonly<Record<string, string>>;
}): Promise<CacheProcess> {
  const child: ChildProcess = spawn(process.execPath, ['--input-type=module', '-e', PROGRAM], {
    cwd: new URL('..', import.meta.url),
    env: {
      PATH: process.env.PATH,
      REDIS: options.redis,
      UPSTREAM: options.upstream,
      POLICIES: JSON.stringify(policiesOf(options.policy)),
      ...options.env,
    },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const waiting = new Map<number, (result: unknown) => void>();
  child.on('message', ({ id, result }: { id: number; result: unknown }) => waiting.get(id)?.(result));
  const answer = <T>(id: number): Promise<T> =>
    new Promise((resolve) => waiting.set(id, resolve as (result: unknown) => void));
  const ended = once(child, 'exit');
  let next = 0;
  const ask = <T>(what: string, given?: unknown): Promise<T> => {
    const result = answer<T>(++next);
    child.send({ id: next, what, given });
    return result;
  };
  const failed = ended.then(() => {
    throw new Error('the process of a cache ended at its start');
  });
  await Promise.race([answer(0), failed]);
  return {
    pid: child.pid ?? 0,
    read: (reads) => ask('read', reads),
    figures: () => ask('figures'),
    close: async () => {
      await ask('close');
      await ended;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
