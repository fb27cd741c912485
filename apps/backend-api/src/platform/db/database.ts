import type { Pool } from 'pg';

/** The connections of the service. */
export type Database = Pool;
