import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { blackHole, createCleanup, eventually, freePort, readLog } from '@neuratrade/test-kit';
import { ask, askUptime, OPERATOR, PATIENT } from './ask.js';
import {
  ALL_HEALTHY,
  databaseBehindProxy,
  type Stack,
  startBackend,
  startDependencies,
  startReady,
  untilServices,
} from './stack.js';

jest.setTimeout(60_000);

/**
 * Uptime, transitions, retention, the exchange registry, what is held, equity, prices of fills, refolds and the jobs of reading, each with one
 * statement, and one that is just given up.
 */
const ONE_EACH = 10;

const cleanup = createCleanup();
let stack: Stack;

beforeAll(async () => {
  stack = await startDependencies(cleanup);
});

afterAll(cleanup.run);

const start = (env: Record<string, string> = {}) => startReady(cleanup, stack, { ...PATIENT, ...env });

test('the database tells its own down time after it is back, and meanwhile 503 with a reason', async () => {
  const { proxy, url } = await databaseBehindProxy(cleanup, stack);
  const backend = await start({ DATABASE_URL: url });
  await sleep(1_100);
  await proxy.refuse();
  const refused = performance.now();
  await untilServices(backend, { database: 'unhealthy: connection refused' });
  for (const path of ['uptime', 'history']) {
    const { status, json } = await backend.get(`/api/v1/health/${path}`, OPERATOR);
    expect([status, json]).toEqual([
      503,
      {
        error: {
          code: 'unavailable',
          message:
            'The database cannot be asked now: connection refused. Try again when /ready calls it ready.',
        },
      },
    ]);
  }
  await sleep(3_000);
  await proxy.resume();
  const down = (performance.now() - refused) / 1_000;
  await untilServices(backend, ALL_HEALTHY);
  await sleep(1_100);
  const { overall, services } = await askUptime(backend);
  expect(services.database.down_seconds).toBeGreaterThan(down - 1);
  expect(services.database.down_seconds).toBeLessThan(down + 1.5);
  expect(Math.abs(overall.down_seconds - services.database.down_seconds)).toBeLessThan(1);
  expect(services.redis.uptime_percent).toBe(100);
  const log = await readLog(backend.log);
  expect(log.filter(({ msg }) => msg === 'Uptime waits for the database').map(({ error }) => error)).toEqual([
    'connection refused',
  ]);
  await backend.stop();
});

test('a database that only reads says so, and what could not be written is stored later', async () => {
  const url = await stack.postgres.createDatabase();
  const name = new URL(url).pathname.slice(1);
  const readOnly = async (state: 'on' | 'off') => {
    await ask(stack.postgres.url, `ALTER DATABASE ${name} SET default_transaction_read_only = ${state}`);
    await ask(
      stack.postgres.url,
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1',
      [name],
    );
  };
  const backend = await start({ DATABASE_URL: url });
  await sleep(1_100);
  await readOnly('on');
  await eventually(async () => {
    await askUptime(backend).catch(() => undefined);
    const waiting = (await readLog(backend.log)).filter(({ msg }) => msg === 'Uptime waits for the database');
    expect(waiting.at(-1)?.error).toBe('read-only');
  });
  await sleep(2_000);
  await readOnly('off');
  await untilServices(backend, ALL_HEALTHY);
  await eventually(async () => {
    const { services } = await askUptime(backend);
    expect(services.redis.up_seconds).toBeGreaterThan(4);
  });
  expect(await backend.stop()).toEqual({ code: 0, signal: null });
});

test('a database that hangs costs an answer no more than the time limits of the pool', async () => {
  const { proxy, url } = await databaseBehindProxy(cleanup, stack);
  const backend = await start({ DATABASE_URL: url });
  await sleep(1_100);
  proxy.pause();
  const started = performance.now();
  const answers = await Promise.all(
    ['uptime', 'uptime?window=7d', 'history'].map((path) => backend.get(`/api/v1/health/${path}`, OPERATOR)),
  );
  expect(performance.now() - started).toBeLessThan(9_000);
  const error = {
    code: 'unavailable',
    message: expect.stringMatching(/^The database cannot be asked now: (connection|query) timeout\. /),
  };
  expect(answers.map(({ status, json }) => [status, json])).toEqual(answers.map(() => [503, { error }]));
  await proxy.resume();
  await untilServices(backend, ALL_HEALTHY);
  await eventually(() => askUptime(backend), { timeoutMs: 10_000 });
  await backend.stop();
});

test('a database that hangs is asked one thing at a time, however often uptime is asked for', async () => {
  const { proxy, url } = await databaseBehindProxy(cleanup, stack);
  const backend = await start({ DATABASE_URL: url });
  proxy.pause();
  const asked = [];
  for (let n = 0; n < 40; n++) {
    asked.push(backend.get('/api/v1/health/uptime', OPERATOR));
    await sleep(100);
  }
  const { json } = await backend.get('/api/v1/health/details', OPERATOR);
  const { database_pool: used } = json as { database_pool: { in_use: number; waiting: number } };
  expect(used.in_use + used.waiting).toBeLessThanOrEqual(ONE_EACH);
  expect(new Set((await Promise.all(asked)).map(({ status }) => status))).toEqual(new Set([503]));
  await proxy.resume();
  await backend.stop();
});

test('a database that hangs does not keep the process from ending in order and in time', async () => {
  const { proxy, url } = await databaseBehindProxy(cleanup, stack);
  const backend = await start({ DATABASE_URL: url });
  await sleep(1_100);
  proxy.pause();
  const asked = backend.get('/api/v1/health/uptime', OPERATOR);
  await untilServices(backend, { database: 'unhealthy: connection timeout' }, 10_000);
  expect((await asked).status).toBe(503);
  expect(await backend.stop()).toEqual({ code: 0, signal: null });
  expect((await readLog(backend.log)).map(({ msg }) => msg)).toContain(
    'Uptime since the last time it was stored is lost',
  );
});

test('a database that has just begun to hang keeps nothing from ending in order and in time either', async () => {
  const { proxy, url } = await databaseBehindProxy(cleanup, stack);
  const backend = await start({ DATABASE_URL: url });
  await sleep(1_100);
  proxy.pause();
  await untilServices(backend, { database: 'unhealthy: connection timeout' }, 10_000);
  expect(await backend.stop()).toEqual({ code: 0, signal: null });
  expect((await readLog(backend.log)).map(({ msg }) => msg).slice(-3)).toEqual([
    'Uptime since the last time it was stored is lost',
    'Health transitions not stored',
    'Stopped',
  ]);
});

test.each(['refused', 'hanging'])('before the tables exist, with a database that is %s: 503', async (how) => {
  const hole = how === 'hanging' ? cleanup.use(await blackHole()) : { port: await freePort() };
  const backend = await startBackend(cleanup, stack, {
    DATABASE_URL: `postgres://u:p@127.0.0.1:${hole.port}/x`,
  });
  const answers = await Promise.all(
    ['uptime', 'history'].map((path) => backend.get(`/api/v1/health/${path}`, OPERATOR)),
  );
  const error = { code: 'unavailable', message: expect.stringContaining('The database cannot be asked now') };
  expect(answers.map(({ status, json }) => [status, json])).toEqual(answers.map(() => [503, { error }]));
  expect(await backend.stop()).toEqual({ code: 0, signal: null });
});
