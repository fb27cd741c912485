import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createCleanup, eventually, startPostgres } from '@neuratrade/test-kit';
import type pg from 'pg';
import { createPool, usageOf } from '../src/platform/db/pool.js';

const cleanup = createCleanup();
const lines: unknown[] = [];
const line =
  (level: string) =>
  (msg: string, fields = {}) =>
    void lines.push({ level, msg, ...fields });
const logger = { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') };
let pool: pg.Pool;

beforeAll(async () => {
  const postgres = cleanup.use(await startPostgres());
  pool = createPool({ url: postgres.url, logger, max: 2 });
  cleanup.add(() => pool.end());
});

afterAll(cleanup.run);

const said = async (count: number) => {
  await eventually(() => expect(lines).toHaveLength(count));
  return lines.splice(0);
};
const duration = expect.stringMatching(/^\d+\.\dms$/);

test('a statement is logged with its name, its rows and how long it took, and without its values', async () => {
  await pool.query({ name: 'numbers', text: 'SELECT generate_series(1, $1::int)', values: [3] });
  await pool.query('SELECT $1::text\n  AS secret', ['a secret']);
  expect(await said(2)).toEqual([
    { level: 'debug', msg: 'SQL query', duration, rows: 3, statement: 'numbers' },
    { level: 'debug', msg: 'SQL query', duration, rows: 1, statement: 'SELECT $1::text AS' },
  ]);
});

test('a slow one is a warning', async () => {
  await pool.query({ name: 'slow', text: 'SELECT pg_sleep(0.12)' });
  expect(await said(1)).toEqual([{ level: 'warn', msg: 'SQL query', duration, rows: 1, statement: 'slow' }]);
});

test('one that fails is logged with a reason in our own words, also within a transaction', async () => {
  const client = await pool.connect();
  await client.query('BEGIN');
  await client.query("SET LOCAL statement_timeout = '20ms'");
  await expect(client.query({ name: 'late', text: 'SELECT pg_sleep(5)' })).rejects.toThrow();
  await client.query('ROLLBACK');
  client.release();
  expect(await said(4)).toEqual([
    { level: 'debug', msg: 'SQL query', duration, rows: 0, statement: 'BEGIN' },
    { level: 'debug', msg: 'SQL query', duration, rows: 0, statement: 'SET LOCAL statement_timeout' },
    { level: 'debug', msg: 'SQL query', duration, rows: 0, statement: 'late', error: 'query timeout' },
    { level: 'debug', msg: 'SQL query', duration, rows: 0, statement: 'ROLLBACK' },
  ]);
});

test('a pool is saturated while all its connections are in use and someone waits for one', async () => {
  const held = [await pool.connect(), await pool.connect()];
  expect(usageOf(pool)).toEqual({ max: 2, in_use: 2, idle: 0, waiting: 0, saturated: false });
  const third = pool.query('SELECT 1');
  expect(usageOf(pool)).toEqual({ max: 2, in_use: 2, idle: 0, waiting: 1, saturated: true });
  for (const client of held) client.release();
  await third;
  await eventually(() =>
    expect(usageOf(pool)).toEqual({ max: 2, in_use: 0, idle: 2, waiting: 0, saturated: false }),
  );
});
