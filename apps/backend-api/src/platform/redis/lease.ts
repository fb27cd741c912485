import { randomUUID } from 'node:crypto';
import { type RedisClient, redisScript } from './client.js';

export interface Lease {
  /** Takes or prolongs it; whether it is this process's now. While Redis cannot be asked, it is everyone's. */
  hold(): Promise<boolean>;
  /** Leaves it to the others, if it is this process's. */
  release(): Promise<void>;
}

const HOLD = redisScript(`
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return 1 end
return 0`);

const RELEASE = redisScript(`
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0`);

/** Lets one of several processes do what need be done once; it ends by itself `ttlMs` after its owner last held it. */
export function createLease(redis: Pick<RedisClient, 'script'>, key: string, ttlMs: number): Lease {
  const token = randomUUID();
  return {
    async hold() {
      try {
        return (await redis.script(HOLD, [key], [token, ttlMs])) === 1;
      } catch {
        return true;
      }
    },
    async release() {
      await redis.script(RELEASE, [key], [token]).catch(() => undefined);
    },
  };
}
