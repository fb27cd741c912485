import { parseCcxtHealth, parseTelegramHealth } from '@neuratrade/health-contracts';
import type { BackendConfig } from '../../config.js';
import { databaseProbe } from './database.js';
import type { Probe } from './probe.js';
import { redisProbe } from './redis.js';
import { siblingProbe } from './sibling.js';

/** Everything that the composite health watches; a part without a probe is disabled. */
export function createProbes(config: BackendConfig): Probe[] {
  return [
    databaseProbe({
      url: config.DATABASE_URL,
      embedded: config.DATABASE_EMBEDDED,
      timeoutMs: config.HEALTH_TIMEOUT_MS,
      connectIntervalMs: config.DATABASE_CONNECT_INTERVAL_MS,
    }),
    redisProbe({ url: config.REDIS_URL, timeoutMs: config.HEALTH_TIMEOUT_MS }),
    siblingProbe({ name: 'ccxt', url: config.CCXT_URL, parse: parseCcxtHealth }),
    ...(config.TELEGRAM_ENABLED
      ? [siblingProbe({ name: 'telegram', url: config.TELEGRAM_URL, parse: parseTelegramHealth })]
      : []),
  ];
}
