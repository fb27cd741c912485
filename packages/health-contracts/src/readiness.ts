import type { ServiceStatus } from './aggregate.js';

export type ReadyWord = 'ready' | 'not ready';

export interface ReadyReport {
  readonly ready: boolean;
  readonly services: {
    readonly database: ReadyWord;
    readonly redis: ReadyWord;
    readonly ccxt: 'ready' | 'degraded';
  };
}

/**
 * Readiness of the backend: start-up complete, not draining, database and Redis healthy.
 * Exchanges being out of sight degrade the answer and leave it ready.
 */
export function readiness(
  services: Readonly<Record<'database' | 'redis' | 'ccxt', ServiceStatus>>,
  process: { readonly started: boolean; readonly draining: boolean },
): ReadyReport {
  const word = (status: ServiceStatus): ReadyWord => (status === 'healthy' ? 'ready' : 'not ready');
  const database = word(services.database);
  const redis = word(services.redis);
  return {
    ready: process.started && !process.draining && database === 'ready' && redis === 'ready',
    services: { database, redis, ccxt: services.ccxt === 'healthy' ? 'ready' : 'degraded' },
  };
}
