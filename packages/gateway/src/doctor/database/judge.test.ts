import { expect, test } from '@jest/globals';
import { judgeConnections, judgeServer, judgeSize, judgeSlow } from './judge.js';

const facts = {
  answered: true,
  version: '18.4',
  version_number: 180_004,
  latency_ms: 0.4,
  read_only: false,
  clock_offset_ms: 0,
  connections: 79,
  max_connections: 100,
  running: [],
  database_bytes: 8_000_000,
  table_count: 2,
  tables_bytes: 70_000,
  slowest_mean: null,
} as const;
const place = { supplied: false, url: undefined, place: 'db:5432' };
const nothing = { count: 0, slowest: null };

test.each([
  [{}, 'ok', 'PostgreSQL 18.4 answers in 0.4 ms (db:5432)'],
  [{ latency_ms: 100 }, 'warning', 'PostgreSQL 18.4 answers in 100 ms (db:5432)'],
  [
    { read_only: true },
    'failed',
    'PostgreSQL 18.4 answers in 0.4 ms (db:5432), but refuses every change: it is read-only',
  ],
  [{ version: '14.9', version_number: 140_009 }, 'failed', 'PostgreSQL 14.9 answers in 0.4 ms (db:5432)'],
])('a server %j', (given, status, text) => {
  expect(judgeServer({ ...facts, running: [], ...given }, place)).toMatchObject({ status, text });
});

test.each([
  [79, 'ok'],
  [80, 'warning'],
])('%d of 100 connections', (connections, status) => {
  expect(judgeConnections({ ...facts, running: [], connections })).toMatchObject({
    status,
    text: `${connections} of 100 in use`,
  });
});

test('slow statements are told from every source, each with its remedy', () => {
  const running = [{ pid: 7, statement: 'SELECT pg_sleep(9)', running_ms: 3_210 }];
  const logged = { count: 5, slowest: { statement: 'hours_upsert', duration_ms: 350.4 } };
  const slowest_mean = { statement: 'SELECT 1', mean_ms: 120, calls: 3 };
  expect([
    judgeSlow({ ...facts, running, slowest_mean }, logged),
    judgeSlow({ ...facts, running: [], slowest_mean: { ...slowest_mean, mean_ms: 99 } }, nothing),
  ]).toEqual([
    {
      id: 'database.slow',
      status: 'warning',
      text: '1 statement running, the longest for 3.2 s: SELECT pg_sleep(9); 5 statements above 100 ms in the last hour, the slowest hours_upsert (350 ms); slowest on average: SELECT 1 (120 ms, 3 calls)',
      remedy:
        "End it: select pg_cancel_backend(7). See them: neuratrade gateway logs backend --level warn --grep 'SQL query'. See its plan: explain (analyze) of that statement.",
      values: { running, logged, slowest_mean },
    },
    {
      id: 'database.slow',
      status: 'ok',
      text: 'no statement above 100 ms, now or in the last hour',
      remedy: null,
      values: { running: [], logged: nothing, slowest_mean: { ...slowest_mean, mean_ms: 99 } },
    },
  ]);
});

test('the size of the data is told', () => {
  expect(judgeSize({ ...facts, running: [] })).toEqual({
    id: 'database.size',
    status: 'ok',
    text: '2 tables of 68 KiB, 7.6 MiB in all',
    remedy: null,
    values: { tables_bytes: 70_000, table_count: 2, database_bytes: 8_000_000 },
  });
});
