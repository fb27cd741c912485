import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { createLogger, databaseReason } from '@neuratrade/service-kit';
import { createCleanup, eventually, startPostgres, type TestPostgres } from '@neuratrade/test-kit';
import type pg from 'pg';
import { HOUR_MS } from '../src/health/uptime/buckets.js';
import { createUptimeRecorder } from '../src/health/uptime/recorder.js';
import { storeSegments } from '../src/health/uptime/repository.js';
import type { CountedState, Recorded, Segments } from '../src/health/uptime/segments.js';
import type { States } from '../src/health/uptime/timeline.js';
import { migrate } from '../src/platform/db/migrate.js';
import { createPool } from '../src/platform/db/pool.js';

jest.setTimeout(60_000);

const cleanup = createCleanup();
const logger = createLogger({ format: 'iso', level: 'error', stdout: false, redact: (text) => text });
let postgres: TestPostgres;
let pool: pg.Pool;

beforeAll(async () => {
  postgres = cleanup.use(await startPostgres());
});

beforeEach(async () => {
  const url = await postgres.createDatabase();
  await migrate({ url, logger, signal: new AbortController().signal });
  pool = createPool({ url, logger });
  const own = pool;
  cleanup.add(() => own.end());
});

afterAll(cleanup.run);

const HOUR = Math.floor(Date.now() / HOUR_MS) * HOUR_MS - 5 * HOUR_MS;

const segments = (state: CountedState, from: number, to: number, service: Recorded = 'redis'): Segments =>
  new Map([[service, [{ state, from: HOUR + from, to: HOUR + to }]]]);

const hours = async () =>
  (
    await pool.query(
      `SELECT (extract(epoch FROM hour) * 1000 - $1)::float8 / 3600000 AS hour, up_ms, degraded_ms, down_ms, maintenance_ms
       FROM health_uptime WHERE service = 'redis' ORDER BY 1`,
      [HOUR],
    )
  ).rows;

const none = { up_ms: 0, degraded_ms: 0, down_ms: 0, maintenance_ms: 0 };

describe('storing', () => {
  test('adds to the hours, and a second attempt adds nothing', async () => {
    const over = segments('up', HOUR_MS - 1_000, HOUR_MS + 2_500);
    for (let attempt = 0; attempt < 3; attempt++) {
      expect(await storeSegments(pool, over, Date.now())).toBeLessThanOrEqual(Date.now());
    }
    await storeSegments(pool, segments('down', HOUR_MS + 2_000, HOUR_MS + 3_000), Date.now());
    expect(await hours()).toEqual([
      { ...none, hour: 0, up_ms: 1_000 },
      { ...none, hour: 1, up_ms: 2_500, down_ms: 500 },
    ]);
  });

  test('of many at once counts each second once', async () => {
    await Promise.all(
      Array.from({ length: 30 }, (_, n) =>
        storeSegments(pool, segments('up', 0, 1_000 + (n % 10) * 100), Date.now()),
      ),
    );
    expect(await hours()).toEqual([{ ...none, hour: 0, up_ms: 1_900 }]);
  });

  test('of all services in opposite orders never blocks one by the other', async () => {
    const names: Recorded[] = ['database', 'redis', 'ccxt', 'telegram', 'overall'];
    const all = (order: Recorded[], from: number): Segments =>
      new Map(order.flatMap((name) => [...segments('up', from, from + 100, name)]));
    for (let n = 0; n < 10; n++) {
      await Promise.all(
        [names, [...names].reverse()].map((order) => storeSegments(pool, all(order, n * 100), Date.now())),
      );
    }
    expect(await hours()).toEqual([{ ...none, hour: 0, up_ms: 1_000 }]);
  });

  test('fills no hour beyond its end, and lets good time give way to an outage', async () => {
    await pool.query(
      `INSERT INTO health_uptime VALUES ('redis', to_timestamp($1::float8 / 1000), 3598000, 0, 0, 0)`,
      [HOUR],
    );
    await storeSegments(
      pool,
      new Map([
        [
          'redis' as const,
          [
            { state: 'up' as const, from: HOUR, to: HOUR + 1_500 },
            { state: 'down' as const, from: HOUR + 1_500, to: HOUR + 3_000 },
          ],
        ],
      ]),
      Date.now(),
    );
    expect(await hours()).toEqual([{ ...none, hour: 0, up_ms: 3_598_500, down_ms: 1_500 }]);
  });

  test('nothing that has not come yet by the clock of the database', async () => {
    const now = Date.now() - HOUR;
    const reached = await storeSegments(
      pool,
      segments('up', now + 60_000, now + 61_000),
      Date.now() + 70_000,
    );
    expect(Math.abs(reached - Date.now())).toBeLessThan(1_000);
    expect(await hours()).toEqual([]);
  });

  test('gives back its connection after a failure, and the next attempt works', async () => {
    await pool.query('ALTER TABLE health_uptime RENAME TO elsewhere');
    for (let n = 0; n < 12; n++) {
      await expect(storeSegments(pool, segments('up', 0, 1_000), Date.now())).rejects.toThrow(
        'health_uptime',
      );
    }
    await pool.query('ALTER TABLE elsewhere RENAME TO health_uptime');
    await storeSegments(pool, segments('up', 0, 1_000), Date.now());
    expect(await hours()).toEqual([{ ...none, hour: 0, up_ms: 1_000 }]);
  });
});

describe('the recorder', () => {
  const states: States = {
    database: 'up',
    redis: 'up',
    ccxt: 'degraded',
    telegram: 'disabled',
    overall: 'up',
  };

  test('stores by itself, tells a database that is away once, and loses nothing of that time', async () => {
    const lines: unknown[] = [];
    const note = (msg: string, fields?: unknown) => void lines.push([msg, fields]);
    const started = Date.now();
    const recorder = createUptimeRecorder({
      states: () => states,
      store: (taken, until) => storeSegments(pool, taken, until),
      reasonOf: databaseReason,
      logger: { debug: note, info: note, warn: note, error: note },
      observeMs: 20,
      flushMs: 50,
    });
    expect(await recorder.flush()).toBeUndefined();
    recorder.open();
    await eventually(async () => expect((await hours()).length).toBeGreaterThan(0));
    await pool.query('ALTER TABLE health_uptime_marks RENAME TO elsewhere');
    await new Promise((wake) => setTimeout(wake, 2_500));
    expect(lines).toEqual([['Uptime waits for the database', { error: 'table missing' }]]);
    await pool.query('ALTER TABLE elsewhere RENAME TO health_uptime_marks');
    await recorder.close();
    const passed = Date.now() - started;
    const up = (await hours()).reduce((sum, { up_ms }) => sum + up_ms, 0);
    expect(up).toBeLessThanOrEqual(passed);
    expect(up).toBeGreaterThan(passed - 500);
    const { rows } = await pool.query('SELECT DISTINCT service FROM health_uptime ORDER BY 1');
    expect(rows.map(({ service }) => service)).toEqual(['ccxt', 'database', 'overall', 'redis']);
  });
});
