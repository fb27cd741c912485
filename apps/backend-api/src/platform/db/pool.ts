import type { Logger } from '@neuratrade/service-kit';
import pg from 'pg';
import { DatabaseClient } from './client.js';
import { databaseReason } from './reason.js';

export interface PoolOptions {
  readonly url: string;
  readonly logger: Logger;
  readonly max?: number;
}

/** Connections for the work of the service; none of its calls waits for ever. */
export function createPool({ url, logger, max = 10 }: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    Client: DatabaseClient,
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
