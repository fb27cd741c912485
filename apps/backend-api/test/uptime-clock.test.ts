import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { createCleanup, eventually, type Service } from '@neuratrade/test-kit';
import { ask, askUptime, PATIENT } from './ask.js';
import { type FakeClock, makeFakeClock } from './fake-clock.js';
import { ALL_HEALTHY, startBackend, startDependencies, untilServices } from './stack.js';

jest.setTimeout(60_000);

const HOUR = 3_600_000;
const cleanup = createCleanup();
let backend: Service;
let url: string;
let clock: FakeClock;
let startedAt: number;

beforeAll(async () => {
  const stack = await startDependencies(cleanup);
  clock = await makeFakeClock(cleanup);
  url = await stack.postgres.createDatabase();
  startedAt = performance.now();
  backend = await startBackend(cleanup, stack, {
    ...PATIENT,
    DATABASE_URL: url,
    ...clock.env,
  });
  await untilServices(backend, ALL_HEALTHY);
  await eventually(async () => expect((await backend.get('/ready')).status).toBe(200));
});

afterAll(cleanup.run);

/** Milliseconds of every stored hour, by service. */
const storedHours = (url: string) =>
  ask<{ service: string; hour: Date; stored: number }>(
    url,
    'SELECT service, hour, up_ms + degraded_ms + down_ms + maintenance_ms AS stored FROM health_uptime',
  );

test.each([
  ['forward and back', [3_600, 0]],
  ['back and forward', [-3_600, 0]],
  ['by a little, both ways', [-3, 4, -2, 0]],
])('a clock that jumps %s counts no second twice and makes none up', async (_, jumps) => {
  await sleep(1_200);
  const before = await askUptime(backend);
  for (const seconds of jumps) {
    await clock.set(seconds);
    await sleep(1_500);
    const { to, services } = await askUptime(backend);
    expect(Math.abs(Date.parse(to) - Date.now() - seconds * 1_000)).toBeLessThan(4_000);
    expect(Math.min(...Object.values(services.redis).map(Number))).toBeGreaterThanOrEqual(0);
  }
  await sleep(1_500);
  const after = await askUptime(backend);
  const alive = performance.now() - startedAt;
  for (const name of ['database', 'redis', 'ccxt', 'telegram', 'overall']) {
    const mine = (await storedHours(url)).filter(({ service }) => service === name);
    expect(mine.reduce((sum, { stored }) => sum + stored, 0)).toBeLessThanOrEqual(alive);
    expect(Math.max(...mine.map(({ hour }) => hour.getTime()))).toBeLessThanOrEqual(Date.now());
  }
  expect(after.services.redis.down_seconds).toBe(0);
  expect(after.services.redis.up_seconds).toBeGreaterThan(before.services.redis.up_seconds);
});

test('a mark that a wrong clock has left in the future holds nothing up for long', async () => {
  await ask(url, 'UPDATE health_uptime_marks SET recorded_until = now() + $1::float8 * interval $$1 ms$$', [
    9 * HOUR,
  ]);
  await sleep(1_200);
  const before = await askUptime(backend);
  await sleep(2_200);
  const after = await askUptime(backend);
  expect(after.services.redis.up_seconds - before.services.redis.up_seconds).toBeGreaterThanOrEqual(1);
  expect(await backend.stop()).toEqual({ code: 0, signal: null });
});
