import { afterAll, expect, test } from '@jest/globals';
import { createLogger } from '@neuratrade/service-kit';
import { createCleanup, startPostgres } from '@neuratrade/test-kit';
import pg from 'pg';
import { migrate } from '../src/platform/db/migrate.js';
import { ALL_HEALTHY, startBackend, startDependencies, untilServices } from './stack.js';

const cleanup = createCleanup();
afterAll(cleanup.run);

async function setReadOnly(url: string, value: 'on' | 'off'): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE');
  await client.query(
    `ALTER DATABASE "${new URL(url).pathname.slice(1)}" SET default_transaction_read_only = ${value}`,
  );
  await client.end();
}

test('migrations wait for a database that refuses every change until it takes them', async () => {
  const postgres = cleanup.use(await startPostgres());
  const url = await postgres.createDatabase();
  await setReadOnly(url, 'on');
  const logged: unknown[] = [];
  const logger = createLogger({ format: 'iso', level: 'error', stdout: false, redact: (text) => text });
  logger.warn = (...line: unknown[]) => {
    logged.push(line);
    if (logged.length === 1) void setReadOnly(url, 'off');
    return logger;
  };
  const names = await migrate({ url, logger, signal: new AbortController().signal });
  expect({ migrated: names.length > 0, logged }).toEqual({
    migrated: true,
    logged: [['Migrations wait for the database', { error: 'read-only' }]],
  });
}, 60_000);

test('a database that takes no writes is told as read-only, and as healthy when it takes them', async () => {
  const stack = await startDependencies(cleanup);
  const url = await stack.postgres.createDatabase();
  await setReadOnly(url, 'on');
  const backend = await startBackend(cleanup, stack, { DATABASE_URL: url });
  const told = await untilServices(backend, { ...ALL_HEALTHY, database: 'unhealthy: read-only' });
  await setReadOnly(url, 'off');
  const after = await untilServices(backend, ALL_HEALTHY);
  expect([told.status, after.status]).toEqual([503, 200]);
}, 60_000);
