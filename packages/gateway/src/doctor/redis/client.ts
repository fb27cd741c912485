import { reasonOf } from '@neuratrade/service-kit';
import { Redis } from 'ioredis';
import { pingTime } from '../facts/median.js';
import { afterAwake } from '../facts/patience.js';
import { parseInfo, type RedisFacts } from './info.js';

const PATIENCE_MS = 1_500;
const NEVER_MS = 60_000;

const MESSAGES: readonly [RegExp, string][] = [
  [/\b(NOAUTH|WRONGPASS|NOPERM)\b|invalid (username-)?password/i, 'authentication failed'],
  [/\bLOADING\b/, 'loading its data'],
  [/max number of clients/i, 'too many connections'],
  [/timed? ?out/i, 'connection timeout'],
  [/Protocol error|RESP type/i, 'no answer of a Redis'],
  [/closed/i, 'connection reset'],
];

/** Connects, pings and asks for its figures within two seconds. Never throws. */
export async function measureRedis(
  url: string,
): Promise<({ answered: true } & RedisFacts) | { answered: false; reason: string }> {
  const redis = new Redis(url, {
    lazyConnect: true,
    enableOfflineQueue: false,
    enableReadyCheck: false,
    maxRetriesPerRequest: 0,
    connectTimeout: NEVER_MS,
    retryStrategy: () => null,
    connectionName: 'neuratrade-doctor',
  });
  let cause: unknown;
  redis.on('error', (error) => {
    cause ??= error;
  });
  let stopWaiting: () => void = () => undefined;
  const late = new Promise<{ answered: false; reason: string }>((resolve) => {
    stopWaiting = afterAwake(PATIENCE_MS, () =>
      resolve({ answered: false, reason: 'no answer within 1.5 s' }),
    );
  });
  try {
    return await Promise.race([measure(redis), late]);
  } catch (error) {
    return { answered: false, reason: redisReason(cause ?? error) };
  } finally {
    stopWaiting();
    redis.disconnect();
  }
}

async function measure(redis: Redis): Promise<{ answered: true } & RedisFacts> {
  await redis.connect();
  const latency = await pingTime(() => redis.ping());
  return { answered: true, ...parseInfo(await redis.info(), latency) };
}

function redisReason(error: unknown): string {
  const reason = reasonOf(error);
  if (reason !== 'connection failed') return reason;
  const message = error instanceof Error ? error.message : '';
  return MESSAGES.find(([pattern]) => pattern.test(message))?.[1] ?? reason;
}
