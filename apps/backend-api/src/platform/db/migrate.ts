import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Logger } from '@neuratrade/service-kit';
import { runner } from 'node-pg-migrate';
import pg from 'pg';
import { databaseReason } from './reason.js';

const MIGRATIONS = fileURLToPath(new URL('../../../migrations', import.meta.url));
const RETRY_MS = 1_000;

export interface MigrateOptions {
  readonly url: string;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

/**
 * Brings the schema up to date and resolves with the names of the migrations that ran. A second replica waits for the first.
 * While the database cannot be reached it is tried again each second, until the signal fires.
 *
 * @throws when a migration itself fails, or the signal fired
 */
export async function migrate({ url, logger, signal }: MigrateOptions): Promise<string[]> {
  for (let reported = ''; ; await sleep(RETRY_MS, undefined, { signal })) {
    try {
      return await migrateOnce(url);
    } catch (error) {
      const reason = databaseReason(error);
      if (!isOutage(error)) throw error;
      if (reason !== reported) logger.warn('Migrations wait for the database', { error: reason });
      reported = reason;
    }
  }
}

async function migrateOnce(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000, keepAlive: true });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const ran = await runner({
      dbClient: client,
      dir: MIGRATIONS,
      direction: 'up',
      migrationsTable: 'schema_migrations',
      advisoryLockMode: 'wait',
      log: () => undefined,
    });
    return ran.map(({ name }) => name);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Whether the failure lies with reaching the server, not with what was asked of it. */
function isOutage(error: unknown): boolean {
  return databaseReason(error) !== 'connection failed' || (error instanceof Error && 'syscall' in error);
}
