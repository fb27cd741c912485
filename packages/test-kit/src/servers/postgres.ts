import { randomBytes } from 'node:crypto';
import { startPostgres as start } from '@neuratrade/local-servers';
import pg from 'pg';
import { makeHome } from '../home.js';
import { type TestServer, testServer } from './test-server.js';

export type TestPostgres = TestServer & {
  /** URL of a new, empty database on this server. Cheap: about 50 ms. */
  createDatabase(): Promise<string>;
};

/**
 * A PostgreSQL of its own for a test file, in about two seconds: start it in `beforeAll`,
 * give each test a database by `createDatabase`, and `stop` it in `afterAll`.
 */
export async function startPostgres(settings: Readonly<Record<string, string>> = {}): Promise<TestPostgres> {
  const home = await makeHome();
  const server = await testServer(home, (path, port) =>
    start({ home: path, settings: { fsync: 'off', ...settings }, ...(port === undefined ? {} : { port }) }),
  );
  return Object.assign(server, { createDatabase: () => createDatabase(server.url) });
}

async function createDatabase(serverUrl: string): Promise<string> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${name}`);
  } finally {
    await client.end();
  }
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}
