import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from '@jest/globals';
import { createLogger } from '@neuratrade/service-kit';
import { createCleanup, startPostgres } from '@neuratrade/test-kit';
import { runner } from 'node-pg-migrate';
import { migrate } from '../src/platform/db/migrate.js';
import { ask } from './ask.js';

const cleanup = createCleanup();
afterAll(cleanup.run);

const logger = createLogger({ format: 'iso', level: 'error', stdout: false, redact: (text) => text });

test('chats and codes of a version that knew no settings stay, with the settings of a chat in which nothing was chosen', async () => {
  const postgres = cleanup.use(await startPostgres());
  const url = await postgres.createDatabase();
  await runner({
    ...{ databaseUrl: url, direction: 'up', count: 8, migrationsTable: 'schema_migrations' },
    ...{ dir: fileURLToPath(new URL('../migrations', import.meta.url)), log: () => undefined },
  });
  await ask(
    url,
    `INSERT INTO chats (chat_id, account_id, linked_at) SELECT 5, id, '2026-01-01T00:00:00Z' FROM accounts`,
  );
  await ask(
    url,
    `INSERT INTO link_codes (hash, account_id, expires_at, used_at) SELECT 'x', id, now(), now() FROM accounts`,
  );
  const ran = await migrate({ url, logger, signal: new AbortController().signal });
  const linkedAt = new Date('2026-01-01T00:00:00Z');
  expect([
    ran,
    await ask(url, 'SELECT * FROM chats'),
    await ask(url, 'SELECT used_by FROM link_codes'),
  ]).toEqual([
    expect.arrayContaining(['0009_chats']),
    [
      {
        ...{ chat_id: '5', account_id: 1, linked_at: linkedAt, look: 'light', timezone: 'UTC' },
        ...{ digest_enabled: false, digest_at: '08:00', digest_since: linkedAt, unreachable: null },
      },
    ],
    [{ used_by: null }],
  ]);
}, 60_000);
