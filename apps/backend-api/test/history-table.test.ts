import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { createLogger, databaseReason } from '@neuratrade/service-kit';
import { createCleanup, eventually, startPostgres, type TestPostgres } from '@neuratrade/test-kit';
import type pg from 'pg';
import { placeOf } from '../src/health/history/cursor.js';
import { deleteOldTransitions, listDown, listTransitions } from '../src/health/history/repository.js';
import { createRetention } from '../src/health/history/retention.js';
import { deleteOldHours } from '../src/health/uptime/repository.js';
import { migrate } from '../src/platform/db/migrate.js';
import { createPool } from '../src/platform/db/pool.js';

jest.setTimeout(60_000);

const cleanup = createCleanup();
const logger = createLogger({ format: 'iso', level: 'error', stdout: false, redact: (text) => text });
let postgres: TestPostgres;

beforeAll(async () => {
  postgres = cleanup.use(await startPostgres());
});

afterAll(cleanup.run);

const migrated = async (): Promise<pg.Pool> => {
  const url = await postgres.createDatabase();
  await migrate({ url, logger, signal: new AbortController().signal });
  const pool = createPool({ url, logger });
  cleanup.add(() => pool.end());
  return pool;
};

describe('a history of 100,000 transitions', () => {
  let pool: pg.Pool;
  const before = placeOf(
    Buffer.from('1767225600000000/00000000-0000-4000-8000-000000000000').toString('base64url'),
  );

  beforeAll(async () => {
    pool = await migrated();
    await pool.query(
      `INSERT INTO health_transitions
       SELECT gen_random_uuid(), (ARRAY['database', 'redis', 'ccxt', 'telegram'])[n % 4 + 1], 'up', 'down', 'r',
         timestamptz '2026-01-03T00:00:00Z' - n * interval '1 minute', 60000
       FROM generate_series(1, 100000) AS n`,
    );
    await pool.query('ANALYZE health_transitions');
  });

  test.each([
    ['of all services', { service: undefined, before: undefined }],
    ['of one service', { service: 'redis', before: undefined }],
    ['of all services, further back', { service: undefined, before }],
    ['of one service, further back', { service: 'ccxt', before }],
  ] as const)('is read by index: %s', async (_, query) => {
    const asked: [string, unknown[]][] = [];
    const watched = {
      query: (text: string, values: unknown[]) => {
        asked.push([text, values]);
        return pool.query(text, values);
      },
    } as unknown as pg.Pool;
    const rows = await listTransitions(watched, { ...query, limit: 501 });
    expect(rows.length).toBe(501);
    const plans = await Promise.all(
      asked.map(async ([text, values]) => (await pool.query(`EXPLAIN ${text}`, values)).rows),
    );
    const plan = plans.flat().map((row) => String(row['QUERY PLAN']));
    expect(plan.filter((line) => /Seq Scan|Sort/.test(line))).toEqual([]);
    expect(plan.filter((line) => /Index (Only )?Scan/.test(line)).length).toBe(2);
  });

  test('tells what was down lately by index, newest first, and no more than is wanted', async () => {
    const asked: [string, unknown[]][] = [];
    const watched = {
      query: (text: string, values: unknown[]) => {
        asked.push([text, values]);
        return pool.query(text, values);
      },
    } as unknown as pg.Pool;
    const newest = Date.UTC(2026, 0, 2, 23, 59);
    const lately = await listDown(watched, ['redis', 'ccxt'], { from: new Date('2025-12-01'), limit: 20 });
    const before = await listDown(watched, ['redis', 'ccxt'], { from: new Date('2026-01-04'), limit: 20 });
    const [one, other] = [newest, newest - 60_000].map((at) => new Date(at));
    expect([lately.length, lately[0]?.at, before.map(({ service, at }) => [service, at])]).toEqual([
      20,
      one,
      [
        ['redis', one],
        ['ccxt', other],
      ],
    ]);
    for (const [text, values] of asked) {
      const { rows } = await pool.query(`EXPLAIN (ANALYZE, TIMING OFF, SUMMARY OFF) ${text}`, values);
      const plan = rows.map((row) => String(row['QUERY PLAN']));
      expect(plan.filter((line) => /Seq Scan/.test(line))).toEqual([]);
      const read = plan.map((line) => Number(/actual rows=([\d.]+)/.exec(line)?.[1] ?? 0));
      expect(Math.max(...read)).toBeLessThan(50);
    }
  });
});

describe('retention', () => {
  test('deletes what is older, in batches, and nothing else', async () => {
    const pool = await migrated();
    await pool.query(
      `INSERT INTO health_transitions
       SELECT gen_random_uuid(), 'redis', 'up', 'down', CASE WHEN n > 10 THEN 'old' ELSE 'young' END,
         now() - n * interval '1 day' + interval '1 hour', 1 FROM generate_series(60, 1, -1) AS n`,
    );
    await pool.query(
      `INSERT INTO health_transitions
       SELECT gen_random_uuid(), 'ccxt', 'up', 'down', reason, now() - interval '20 days', 1
       FROM unnest(ARRAY['old', 'still going on']) AS reason`,
    );
    await pool.query(
      `INSERT INTO health_uptime
       SELECT 'redis', date_trunc('hour', now()) - n * interval '1 hour', 3600000, 0, 0, 0
       FROM generate_series(0, 300) AS n`,
    );
    const retention = createRetention({
      deletions: [
        (limit) => deleteOldHours(pool, 10, limit),
        (limit) => deleteOldTransitions(pool, 10, limit),
      ],
      reasonOf: databaseReason,
      logger,
      batch: 7,
    });
    retention.start();
    const left = async () => {
      const transitions = await pool.query(
        'SELECT reason, count(*)::int FROM health_transitions GROUP BY 1 ORDER BY 1',
      );
      const hours = await pool.query('SELECT count(*)::int, min(hour) AS first FROM health_uptime');
      return { transitions: transitions.rows, hours: hours.rows[0] };
    };
    const hour = Math.floor(Date.now() / 3_600_000) * 3_600_000;
    await eventually(async () =>
      expect(await left()).toEqual({
        transitions: [
          { reason: 'still going on', count: 1 },
          { reason: 'young', count: 10 },
        ],
        hours: { count: 241, first: new Date(hour - 240 * 3_600_000) },
      }),
    );
    await retention.stop();
  });

  test('tells a failure once, and tries again', async () => {
    const pool = await migrated();
    await pool.query('ALTER TABLE health_uptime RENAME TO elsewhere');
    const lines: unknown[] = [];
    const note = (msg: string, fields?: unknown) => void lines.push([msg, fields]);
    await pool.query(`INSERT INTO elsewhere VALUES ('redis', '2020-01-01T00:00:00Z', 1, 0, 0, 0)`);
    const retention = createRetention({
      deletions: [(limit) => deleteOldHours(pool, 10, limit)],
      reasonOf: databaseReason,
      logger: { debug: note, info: note, warn: note, error: note },
      everyMs: 20,
    });
    retention.start();
    await new Promise((wake) => setTimeout(wake, 150));
    expect(lines).toEqual([['Old health records wait to be deleted', { error: 'table missing' }]]);
    await pool.query('ALTER TABLE elsewhere RENAME TO health_uptime');
    await eventually(() => expect(lines.slice(1)).toEqual([['Old health records deleted', { count: 1 }]]));
    await retention.stop();
  });
});
