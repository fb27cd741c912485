import { access } from 'node:fs/promises';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import pg from 'pg';
import { startPostgres, type TestPostgres } from '../src/servers/postgres.js';
import { startRedis } from '../src/servers/redis.js';

jest.setTimeout(60_000);

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url, query_timeout: 500, connectionTimeoutMillis: 500 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

test('databases of one server know nothing of each other', async () => {
  const [one, two] = [await postgres.createDatabase(), await postgres.createDatabase()];
  await query(one, 'CREATE TABLE mine (id int)');
  const tables = `SELECT tablename FROM pg_tables WHERE tablename = 'mine'`;
  expect([await query(one, tables), await query(two, tables)]).toEqual([[{ tablename: 'mine' }], []]);
});

test('a database hangs with open connections, is killed, and comes back at the same address with its data', async () => {
  const url = await postgres.createDatabase();
  await query(url, `CREATE TABLE note AS SELECT 'kept' AS text`);
  const held = new pg.Client({ connectionString: url, query_timeout: 300 });
  held.on('error', () => undefined);
  await held.connect();
  await postgres.freeze();
  await expect(held.query('SELECT 1')).rejects.toThrow('Query read timeout');
  await expect(query(url, 'SELECT 1')).rejects.toThrow('timeout expired');
  await postgres.thaw();
  expect(await query(url, 'SELECT text FROM note')).toEqual([{ text: 'kept' }]);
  await postgres.kill();
  await expect(query(url, 'SELECT 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  await postgres.up();
  expect(await query(url, 'SELECT text FROM note')).toEqual([{ text: 'kept' }]);
  await held.end().catch(() => undefined);
});

test('a Redis goes down, comes back on its port, and is gone with its home when stopped', async () => {
  const redis = await startRedis();
  const first = redis.pid;
  expect(await ping(redis.port)).toBe('+PONG\r\n');
  await redis.down();
  expect(await ping(redis.port)).toBe('ECONNREFUSED');
  await redis.up();
  expect(await ping(redis.port)).toBe('+PONG\r\n');
  expect(redis.pid).not.toBe(first);
  await redis.stop();
  await expect(access(redis.home)).rejects.toThrow('ENOENT');
});

function ping(port: number): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? ''));
    socket.once('data', (data) => {
      socket.destroy();
      resolve(data.toString());
    });
    socket.write('PING\r\n');
  });
}
