import { createHash } from 'node:crypto';
import type { Logger } from '@neuratrade/service-kit';
import { Redis } from 'ioredis';
import { createBreaker } from './breaker.js';
import { redisReason } from './reason.js';

export interface RedisScript {
  readonly lua: string;
  readonly sha: string;
}

/** A Lua script, sent whole only when the server does not know it yet. */
export function redisScript(lua: string): RedisScript {
  return { lua, sha: createHash('sha1').update(lua).digest('hex') };
}

/** The connection for the backend's own work. Every call ends within a second, and at once while Redis is away. */
export interface RedisClient {
  command(name: string, ...args: readonly (string | number)[]): Promise<unknown>;
  script(script: RedisScript, keys: readonly string[], args: readonly (string | number)[]): Promise<unknown>;
  /** Undefined while Redis answers, else why not, in a few words. */
  away(): string | undefined;
  close(): void;
}

const COMMAND_TIMEOUT_MS = 1_000;
const TRIAL_MS = 1_000;
/** When a connection on which nothing comes back is replaced by a new one. */
const DEAD_AFTER_MS = 3_000;

/** Connects in the background, now or whenever Redis comes, and comes back by itself. One log line per outage and one for its end. */
export function createRedisClient({ url, logger }: { url: string; logger: Logger }): RedisClient {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    connectTimeout: COMMAND_TIMEOUT_MS,
    socketTimeout: DEAD_AFTER_MS,
    retryStrategy: (attempt) => Math.min(attempt * 50, 500),
    connectionName: 'neuratrade-backend',
  });
  let lost: unknown = new Error('closed');
  let told: string | undefined;
  let closed = false;

  const breaker = createBreaker({
    timeoutMs: COMMAND_TIMEOUT_MS,
    trialMs: TRIAL_MS,
    trial: () => redis.ping(),
    onChange: () => tell(),
  });

  const away = (): string | undefined => {
    if (breaker.open) return 'connection timeout';
    return redis.status === 'ready' ? undefined : redisReason(lost);
  };

  const tell = (): void => {
    const reason = away();
    if (closed || (told === undefined) === (reason === undefined)) return;
    told = reason;
    if (reason === undefined) logger.info('Redis is used again');
    else logger.warn('Going on without Redis', { error: reason });
  };

  redis.on('error', (error) => {
    lost = error;
    if (redis.status !== 'ready') tell();
  });
  redis.on('close', () => tell());
  redis.on('ready', () => {
    lost = new Error('closed');
    tell();
  });

  const run = <T>(command: () => Promise<T>): Promise<T> => {
    if (redis.status !== 'ready') return Promise.reject(lost);
    return breaker.run(command);
  };

  return {
    command: (name, ...args) => run(() => redis.call(name, ...args)),
    script: async ({ lua, sha }, keys, args) => {
      try {
        return await run(() => redis.evalsha(sha, keys.length, ...keys, ...args));
      } catch (error) {
        if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
        return run(() => redis.eval(lua, keys.length, ...keys, ...args));
      }
    },
    away,
    close: () => {
      closed = true;
      breaker.stop();
      redis.disconnect();
    },
  };
}
