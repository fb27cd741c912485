import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { createCleanup, eventually } from '@neuratrade/test-kit';
import pg from 'pg';
import { changesOf, detailsOf, listen, NOTHING_BUT_HEALTHY } from './observer.js';
import { ADMIN_KEY, ALL_HEALTHY, startBackend, startDependencies, untilServices } from './stack.js';

jest.setTimeout(30_000);

const READERS = 25;
const ANSWERS = 30;

const cleanup = createCleanup();
let backend: Awaited<ReturnType<typeof startBackend>>;
let url: string;

beforeAll(async () => {
  const stack = await startDependencies(cleanup);
  url = await stack.postgres.createDatabase();
  backend = await startBackend(cleanup, stack, { DATABASE_URL: url });
  await untilServices(backend, ALL_HEALTHY);
  await eventually(async () => expect((await backend.get('/ready')).status).toBe(200));
});
afterAll(cleanup.run);

/** Takes the table that the readers want, until the returned function gives it back. */
async function lockTransitions(): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('BEGIN');
  await client.query('LOCK TABLE health_transitions IN ACCESS EXCLUSIVE MODE');
  return () => client.end();
}

const read = async () => (await backend.get('/api/v1/health/history', { 'X-API-Key': ADMIN_KEY })).status;

test('a pool without a free connection is told as saturation, while the database stays healthy and no answer waits', async () => {
  expect(await read()).toBe(200);
  const told = await changesOf(backend);
  const release = await lockTransitions();
  const ears = listen(backend);
  const readers = Promise.all(Array.from({ length: READERS }, read));
  const { database_pool: pool } = await eventually(async () => {
    const details = await detailsOf(backend);
    expect(details.database_pool.saturated).toBe(true);
    return details;
  });
  expect(pool).toEqual({
    max: 10,
    in_use: 10,
    idle: 0,
    waiting: expect.any(Number),
    saturated: true,
  });
  expect(pool.waiting).toBeGreaterThan(0);
  const began = performance.now();
  for (let n = 0; n < ANSWERS; n++) expect((await backend.get('/health')).status).toBe(200);
  expect((performance.now() - began) / ANSWERS).toBeLessThan(50);

  await release();
  expect(new Set(await readers)).toEqual(new Set([200]));
  await eventually(async () => {
    expect((await detailsOf(backend)).database_pool).toEqual({
      max: 10,
      in_use: 0,
      idle: 10,
      waiting: 0,
      saturated: false,
    });
  });
  expect(await ears.stop()).toEqual(NOTHING_BUT_HEALTHY);
  expect(await changesOf(backend)).toEqual(told);
});
