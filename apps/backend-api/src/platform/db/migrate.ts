import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Logger } from '@neuratrade/service-kit';
import { databaseReason } from '@neuratrade/service-kit';
import { runner } from 'node-pg-migrate';
import pg from 'pg';
import { type DatabaseClient, openClient } from './client.js';

const MIGRATIONS = fileURLToPath(new URL('../../../migrations', import.meta.url));
const RETRY_MS = 1_000;
const CONNECT_MS = 2_000;
/** Longer than any migration and than waiting for another replica's should take; then it is tried again. */
const ATTEMPT_MS = 60_000;

/** SQLSTATE classes that say that the server is in no state to migrate, not that the migration is wrong. */
const PASSING = /^(08|25|40|53|55|57|58|XX)/;

export interface MigrateOptions {
  readonly url: string;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

/**
 * Brings the schema up to date and resolves with the names of the migrations that ran. A second replica waits for the first.
 * While the database cannot be reached, or goes away meanwhile, it is tried again each second until the signal fires.
 *
 * @throws when a migration itself fails, or the signal fired
 */
export async function migrate({ url, logger, signal }: MigrateOptions): Promise<string[]> {
  for (let reported = ''; ; await sleep(RETRY_MS, undefined, { signal })) {
    const outcome = await attempt(url, signal);
    if ('ran' in outcome) return outcome.ran;
    if (outcome.reason !== reported)
      logger.warn('Migrations wait for the database', { error: outcome.reason });
    reported = outcome.reason;
  }
}

async function attempt(url: string, signal: AbortSignal): Promise<{ ran: string[] } | { reason: string }> {
  let client: DatabaseClient;
  try {
    client = await openClient(
      { connectionString: url, query_timeout: ATTEMPT_MS, application_name: 'neuratrade-migrations' },
      CONNECT_MS,
    );
  } catch (error) {
    return { reason: databaseReason(error) };
  }
  const abandon = (): void => client.destroy();
  signal.addEventListener('abort', abandon);
  try {
    return { ran: await run(client) };
  } catch (error) {
    if (signal.aborted) throw error;
    if (await isReadOnly(client)) return { reason: 'read-only' };
    if (await isFault(error, client)) throw error;
    return { reason: databaseReason(error) };
  } finally {
    signal.removeEventListener('abort', abandon);
    client.destroy();
  }
}

async function run(client: DatabaseClient): Promise<string[]> {
  const migrations = await runner({
    dbClient: client,
    dir: MIGRATIONS,
    direction: 'up',
    migrationsTable: 'schema_migrations',
    advisoryLockMode: 'wait',
    log: () => undefined,
  });
  return migrations.map(({ name }) => name);
}

/** A standby becomes a primary, so it is waited for; the migration runner hides the server's own code for it. */
async function isReadOnly(client: DatabaseClient): Promise<boolean> {
  try {
    await client.query('ROLLBACK');
    const { rows } = await client.query("SELECT current_setting('transaction_read_only')::bool AS read_only");
    return (rows as { read_only: boolean }[])[0]?.read_only === true;
  } catch {
    return false;
  }
}

/** Whether trying again would fail again: the server refused the statement itself, or it works and the files are wrong. */
async function isFault(error: unknown, client: DatabaseClient): Promise<boolean> {
  if (error instanceof pg.DatabaseError) return !PASSING.test(error.code ?? 'XX');
  if (databaseReason(error) !== 'connection failed') return false;
  return client.query('SELECT 1').then(
    () => true,
    () => false,
  );
}
