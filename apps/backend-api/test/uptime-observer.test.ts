import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { createCleanup, readLog } from '@neuratrade/test-kit';
import { ask, askUptime, PATIENT } from './ask.js';
import { ALL_HEALTHY, type Stack, startDependencies, startReady, untilServices } from './stack.js';

jest.setTimeout(60_000);

const cleanup = createCleanup();
let stack: Stack;

beforeAll(async () => {
  stack = await startDependencies(cleanup);
});

afterAll(cleanup.run);

const start = (env: Record<string, string> = {}) => startReady(cleanup, stack, { ...PATIENT, ...env });

/** Seconds of a day in which nothing is known, beyond those before the first answer. */
const unknownSince = (before: Awaited<ReturnType<typeof askUptime>>, after: typeof before): number => {
  const began = (answer: typeof before) => Date.parse(answer.from) / 1_000;
  return (
    after.services.redis.unknown_seconds -
    before.services.redis.unknown_seconds +
    began(after) -
    began(before)
  );
};

test.each([
  ['', {}],
  [', also where checks are rare', { HEALTH_INTERVAL_MS: '3000' }],
])('a process that stands still for more than 5 s knows nothing of that time%s', async (_, env) => {
  const backend = await start(env);
  await sleep(1_100);
  const before = await askUptime(backend);
  process.kill(backend.pid, 'SIGSTOP');
  await sleep(6_500);
  process.kill(backend.pid, 'SIGCONT');
  await untilServices(backend, ALL_HEALTHY);
  await sleep(1_100);
  const after = await askUptime(backend);
  expect(unknownSince(before, after)).toBeGreaterThan(6);
  expect(unknownSince(before, after)).toBeLessThan(9);
  expect(after.services.redis.down_seconds).toBe(0);
  await backend.stop();
});

test('the time between a kill -9 and the next start is unknown, never up', async () => {
  const url = await stack.postgres.createDatabase();
  const first = await start({ DATABASE_URL: url });
  await sleep(2_100);
  const before = await askUptime(first);
  expect(await first.stop('SIGKILL')).toEqual({ code: null, signal: 'SIGKILL' });
  const killed = Date.now();
  await sleep(2_000);
  const started = Date.now();
  const second = await start({ DATABASE_URL: url });
  await sleep(1_100);
  const after = await askUptime(second);
  expect(unknownSince(before, after)).toBeGreaterThan((started - killed) / 1_000);
  const afterStart = (Date.parse(after.to) - started) / 1_000;
  expect(after.services.redis.up_seconds - before.services.redis.up_seconds).toBeLessThanOrEqual(afterStart);
  expect(after.services.redis.uptime_percent).toBe(100);
  await second.stop();
});

test('a stop in order loses nothing', async () => {
  const url = await stack.postgres.createDatabase();
  const backend = await start({ DATABASE_URL: url });
  await sleep(2_500);
  const stopping = Date.now();
  expect(await backend.stop()).toEqual({ code: 0, signal: null });
  const [row] = await ask<{ recorded_until: Date; up: number }>(
    url,
    `SELECT recorded_until, (SELECT sum(up_ms)::int FROM health_uptime WHERE service = 'redis') AS up
     FROM health_uptime_marks WHERE service = 'redis'`,
  );
  expect(row?.recorded_until.getTime()).toBeGreaterThanOrEqual(stopping);
  expect(row?.up).toBeGreaterThan(2_500);
});

test('two backends on one database count every second once', async () => {
  const url = await stack.postgres.createDatabase();
  const pair = await Promise.all([start({ DATABASE_URL: url }), start({ DATABASE_URL: url })]);
  for (let n = 0; n < 6; n++) {
    await sleep(700);
    await Promise.all(pair.map((backend) => askUptime(backend)));
  }
  const [row] = await ask<{ covered: number; passed: number }>(
    url,
    `SELECT sum(up_ms + degraded_ms + down_ms)::int AS covered,
       (extract(epoch FROM max(recorded_until)) * 1000)::float8 - $1::float8 AS passed
     FROM health_uptime JOIN health_uptime_marks USING (service) WHERE service = 'redis'`,
    [Math.min(...(await Promise.all(pair.map((backend) => firstSeen(backend.log)))))],
  );
  expect(row?.covered).toBeGreaterThan(3_000);
  expect(row?.covered).toBeLessThanOrEqual((row?.passed ?? 0) + 1_000);
  for (const backend of pair) expect(await backend.stop()).toEqual({ code: 0, signal: null });
});

async function firstSeen(log: string): Promise<number> {
  const line = (await readLog(log)).find(({ msg }) => msg === 'Starting NeuraTrade server');
  return Date.parse(String(line?.time));
}
