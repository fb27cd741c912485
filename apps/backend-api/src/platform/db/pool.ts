import type { DatabasePool } from '@neuratrade/health-contracts';
import type { Logger } from '@neuratrade/service-kit';
import { databaseReason } from '@neuratrade/service-kit';
import pg from 'pg';
import { loggedClient } from './query-log.js';

export interface PoolOptions {
  readonly url: string;
  readonly logger: Logger;
  readonly max?: number;
}

/** Connections for the work of the service; none of its calls waits for ever. */
export function createPool({ url, logger, max = 10 }: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    Client: loggedClient(logger),
    connectionString: url,
    max,
    connectionTimeoutMillis: 2_000,
    query_timeout: 5_000,
    statement_timeout: 5_000,
    idle_in_transaction_session_timeout: 30_000,
    keepAlive: true,
    application_name: 'neuratrade-backend',
  });
  pool.on('error', (error) =>
    logger.debug('Idle database connection lost', { error: databaseReason(error) }),
  );
  return pool;
}

/** How much of a pool is in use. A saturated one is slow, which is not the same as a database that is down. */
export function usageOf(pool: pg.Pool): DatabasePool {
  const { totalCount, idleCount: idle, waitingCount: waiting } = pool;
  const { max } = pool.options;
  const inUse = totalCount - idle;
  return { max, in_use: inUse, idle, waiting, saturated: waiting > 0 && inUse >= max };
}
