import { createLogger } from '@neuratrade/service-kit';
import type { Cleanup, TestPostgres } from '@neuratrade/test-kit';
import type pg from 'pg';
import type { Rates } from '../src/ledger/rates/service.js';
import { createRates } from '../src/ledger/rates/service.js';
import { migrate } from '../src/platform/db/migrate.js';
import { createPool } from '../src/platform/db/pool.js';
import { KEYS } from './market-stack.js';

export const logger = createLogger({ format: 'iso', level: 'error', stdout: false, redact: (text) => text });

/** A new database with its tables, and connections to it. */
export async function newDatabase(cleanup: Cleanup, postgres: TestPostgres): Promise<pg.Pool> {
  const url = await postgres.createDatabase();
  await migrate({ url, logger, signal: new AbortController().signal });
  const pool = createPool({ url, logger });
  cleanup.add(() => pool.end());
  return pool;
}

/** Rates as a backend that was just started has them. */
export function newRates(pool: pg.Pool, url: string, active: readonly string[] = ['simulator']): Rates {
  return createRates({
    pool,
    ccxt: { url, serviceKey: KEYS.service },
    active: () => active,
    stablecoins: ['USDC'],
    logger,
  });
}

/** What is remembered, by pair; minutes as texts. */
export async function remembered(pool: pg.Pool): Promise<unknown[]> {
  const { rows } = await pool.query(
    `SELECT currency, quote, to_char(minute AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI') AS minute, price, source
     FROM rates ORDER BY currency, quote, minute`,
  );
  return rows;
}
