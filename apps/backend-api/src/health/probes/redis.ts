import { ProbeFailure } from '@neuratrade/service-kit';
import { Redis } from 'ioredis';
import { redisReason } from '../../platform/redis/reason.js';
import { type Connection, holdConnection, OPENING_FACTOR } from './held-connection.js';
import type { Probe } from './probe.js';

export function redisProbe(options: { url: string; timeoutMs: number }): Probe {
  const { hostname, port } = new URL(options.url);
  const connection = holdConnection({ open: (lost) => connect(options.url, options.timeoutMs, lost) });
  return {
    name: 'redis',
    async check(signal) {
      try {
        await connection.check(signal);
      } catch (error) {
        throw error instanceof ProbeFailure ? error : new ProbeFailure(redisReason(error), { cause: error });
      }
      return 'up';
    },
    onLost: connection.onLost,
    close: async () => connection.close(),
    messages: {
      up: 'Redis connected',
      upFields: { host: hostname, port: Number(port || 6379) },
      down: 'Redis connection lost',
    },
  };
}

async function connect(url: string, timeoutMs: number, lost: () => void): Promise<Connection> {
  const openWithinMs = OPENING_FACTOR * timeoutMs;
  const redis = new Redis(url, {
    lazyConnect: true,
    enableOfflineQueue: false,
    enableReadyCheck: false,
    maxRetriesPerRequest: 0,
    connectTimeout: openWithinMs,
    commandTimeout: openWithinMs,
    retryStrategy: () => null,
    connectionName: 'neuratrade-health',
  });
  let cause: Error | undefined;
  redis.on('error', (error) => {
    cause ??= error;
  });
  redis.on('close', lost);
  const ping = async (): Promise<void> => {
    if ((await redis.ping()) !== 'PONG') throw new ProbeFailure('unexpected answer');
  };
  try {
    await redis.connect();
    await ping();
  } catch (error) {
    redis.disconnect();
    throw cause ?? error;
  }
  return { ping, destroy: () => redis.disconnect() };
}
