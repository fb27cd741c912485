import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { createLogger, databaseReason } from '@neuratrade/service-kit';
import { createCleanup } from '@neuratrade/test-kit';
import { runner } from 'node-pg-migrate';
import pg from 'pg';
import { createAccounts } from '../src/ledger/accounts/service.js';
import { migrate } from '../src/platform/db/migrate.js';
import { createPool } from '../src/platform/db/pool.js';
import { call, failed, startAlone, told } from './accounts-backend.js';
import { ask } from './ask.js';
import { KEYS, type Logged, type Servers, startServers } from './market-stack.js';

jest.setTimeout(60_000);

const cleanup = createCleanup();
const silent = createLogger({ format: 'iso', level: 'error', stdout: false, redact: (text) => text });
let servers: Servers;
let backend: Logged;
let other: Logged;

beforeAll(async () => {
  servers = await startServers(cleanup);
  const env = { DATABASE_URL: await servers.postgres.createDatabase() };
  backend = await startAlone(cleanup, servers, env);
  other = await startAlone(cleanup, servers, env);
}, 60_000);

afterAll(cleanup.run, 60_000);

const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
const account = (name: string) => ({ name, created_at: time });

describe('the accounts', () => {
  test('are main alone on a fresh installation', async () => {
    expect(told(await call(backend, 'GET', 'accounts'))).toEqual([
      200,
      { accounts: [account('main')], count: 1 },
    ]);
  });

  test('are added once, whoever else adds the same at that moment', async () => {
    const adding = [backend, other, backend, other].map((one) =>
      call(one, 'POST', 'accounts', { name: 'bot-2' }),
    );
    const answers = (await Promise.all(adding)).sort((a, b) => a.status - b.status);
    const there = failed('conflict', 'There is an account bot-2 already.');
    expect(answers.map(told)).toEqual([
      [201, account('bot-2')],
      [409, there],
      [409, there],
      [409, there],
    ]);
    expect(told(await call(other, 'POST', 'accounts', { name: 'main' }))).toEqual([
      409,
      failed('conflict', 'There is an account main already.'),
    ]);
  });

  test('are known to every backend from then on', async () => {
    const before = told(await call(other, 'GET', 'exchanges?account=bot-3'));
    await call(backend, 'POST', 'accounts', { name: 'bot-3' });
    expect([
      before,
      told(await call(other, 'GET', 'exchanges?account=bot-3')),
      told(await call(other, 'GET', 'accounts')),
    ]).toEqual([
      [404, failed('not_found', 'There is no account bot-3. Add it with neuratrade accounts add bot-3.')],
      [200, { exchanges: [], count: 0 }],
      [200, { accounts: ['main', 'bot-2', 'bot-3'].map(account), count: 3 }],
    ]);
  });

  const NAME = 'name must be at most 32 of a-z, 0-9, _ and -, beginning with a letter or digit.';
  test.each<[unknown, string]>([
    [{ name: 'A b' }, NAME],
    [{ name: '' }, NAME],
    [{ name: 'a'.repeat(33) }, NAME],
    [{ name: "a'; DROP TABLE accounts" }, NAME],
    [{ name: 7 }, 'name must be a text.'],
    [{ name: 'a', note: 'x' }, 'note is unknown; the fields are name.'],
    [[], 'Send a JSON object such as {"name":"bot-2"}, as application/json.'],
    ['{"name":', 'The body is no valid JSON.'],
  ])('are none by %j', async (body, message) => {
    expect(told(await call(backend, 'POST', 'accounts', body))).toEqual([
      400,
      failed('bad_request', message),
    ]);
  });

  test.each(['GET', 'POST'])('are nobody’s but the operator’s: %s', async (method) => {
    const body = method === 'POST' ? '{"name":' : undefined;
    const keys = ['', 'x', KEYS.service, `${KEYS.admin}x`];
    const answers = await Promise.all(keys.map((key) => call(backend, method, 'accounts', body, key)));
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401]);
  });
});

test('exchanges that were there before accounts were have theirs, but for those that were removed', async () => {
  const url = await servers.postgres.createDatabase();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await runner({
    dbClient: client,
    dir: fileURLToPath(new URL('../migrations', import.meta.url)),
    direction: 'up',
    count: 4,
    migrationsTable: 'schema_migrations',
    log: () => undefined,
  });
  await client.end();
  await ask(
    url,
    `INSERT INTO exchanges (account, name, enabled, has_auth, removed_at) VALUES
       ('main', 'okx', true, false, NULL), ('bot-9', 'okx', true, false, NULL), ('bot-9', 'bybit', true, false, NULL),
       ('bot-1', 'okx', false, false, NULL), ('gone', 'okx', true, false, now())`,
  );
  await migrate({ url, logger: silent, signal: new AbortController().signal });
  expect(await ask(url, 'SELECT name FROM accounts ORDER BY id')).toEqual(
    ['main', 'bot-1', 'bot-9'].map((name) => ({ name })),
  );
});

test('while the database is away, an account that was seen is known and every other is not', async () => {
  const url = await servers.postgres.createDatabase();
  await migrate({ url, logger: silent, signal: new AbortController().signal });
  const pool = createPool({ url, logger: silent });
  const accounts = createAccounts({ pool, reasonOf: databaseReason });
  const main = await accounts.of({});
  await pool.end();
  const unreachable = createPool({ url: 'postgres://127.0.0.1:1/x', logger: silent });
  const blind = createAccounts({ pool: unreachable, reasonOf: databaseReason });
  const failures = await Promise.allSettled([blind.named('main'), blind.list(), blind.add('bot-2')]);
  await unreachable.end();
  expect([main, await accounts.named('main')]).toEqual([
    { id: 1, name: 'main', createdAt: expect.any(Number) },
    main,
  ]);
  expect(failures).toEqual(
    Array(3).fill({
      status: 'rejected',
      reason: expect.objectContaining({
        code: 'unavailable',
        message:
          'The database cannot be asked now: connection refused. Try again when /ready calls it ready.',
      }),
    }),
  );
});
