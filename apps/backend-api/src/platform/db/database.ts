import type { Pool, PoolClient } from 'pg';

/** The connections of the service. */
export type Database = Pool;

/** One of them, as a transaction holds it. */
export type Connection = PoolClient;
