import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { createCleanup, eventually, readLog, type Service } from '@neuratrade/test-kit';
import { ask, askUptime, OPERATOR, PATIENT } from './ask.js';
import { ALL_HEALTHY, type Stack, startBackend, startDependencies, untilServices } from './stack.js';

jest.setTimeout(60_000);

const cleanup = createCleanup();
let stack: Stack;
let url: string;
let backend: Service & { log: string };

beforeAll(async () => {
  stack = await startDependencies(cleanup);
  url = await stack.postgres.createDatabase();
  backend = await startBackend(cleanup, stack, { ...PATIENT, DATABASE_URL: url });
  await untilServices(backend, ALL_HEALTHY);
  await eventually(async () => expect((await backend.get('/ready')).status).toBe(200));
});

afterAll(cleanup.run);

const HOUR = 3_600_000;
const hours = (count: number) => new Date(Math.floor(Date.now() / HOUR - count) * HOUR);

test('the time since the start is up, all before it unknown, and nothing between start and now is missing', async () => {
  await sleep(2_000);
  const { window, from, to, overall, services } = await askUptime(backend);
  expect([window, services.redis.uptime_percent, overall.uptime_percent]).toEqual(['24h', 100, 100]);
  expect(Date.parse(from)).toBe(Math.floor((Date.parse(to) - 24 * HOUR) / HOUR) * HOUR);
  expect(Math.abs(Date.now() - Date.parse(to))).toBeLessThan(3_000);
  for (const figures of [overall, ...Object.values(services)]) {
    expect(figures.up_seconds).toBeGreaterThanOrEqual(1);
    expect(figures).toEqual({
      ...figures,
      degraded_seconds: overall.degraded_seconds,
      down_seconds: 0,
      maintenance_seconds: 0,
    });
  }
});

test('a running observer shows no unknown tail: from one answer to the next all time is up', async () => {
  const before = await askUptime(backend);
  await sleep(2_500);
  const after = await askUptime(backend);
  const passed = (Date.parse(after.to) - Date.parse(before.to)) / 1_000;
  expect(passed).toBeGreaterThanOrEqual(2);
  for (const name of ['database', 'redis', 'ccxt', 'telegram'] as const) {
    const gained = after.services[name].up_seconds - before.services[name].up_seconds;
    expect(Math.abs(gained - passed)).toBeLessThan(0.001);
  }
});

test('a killed Redis is down for as long as it was killed, and the whole degraded', async () => {
  await stack.redis.kill();
  const killed = performance.now();
  await untilServices(backend, { redis: 'unhealthy: connection refused' });
  await sleep(1_100);
  const before = await askUptime(backend);
  await sleep(3_000);
  const down = await askUptime(backend);
  const between = (Date.parse(down.to) - Date.parse(before.to)) / 1_000;
  expect(down.services.redis.down_seconds - before.services.redis.down_seconds).toBeCloseTo(between, 3);
  await stack.redis.up();
  const healed = (performance.now() - killed) / 1_000;
  await untilServices(backend, ALL_HEALTHY);
  await eventually(async () => {
    const { overall, services } = await askUptime(backend);
    expect(services.redis.down_seconds).toBeGreaterThan(healed - 1);
    expect(services.redis.down_seconds).toBeLessThan(healed + 1.5);
    expect(services.redis.uptime_percent).toBeLessThan(100);
    expect(Math.abs(overall.degraded_seconds - services.redis.down_seconds)).toBeLessThan(1);
    expect(services.database.down_seconds).toBe(0);
  });
});

test('stored hours are told in steps that add up to the whole', async () => {
  await ask(
    url,
    `INSERT INTO health_uptime (service, hour, up_ms, degraded_ms, down_ms, maintenance_ms)
     SELECT service, hour, 3000000, 300000, 200001, 99999
     FROM unnest(ARRAY['database', 'redis', 'ccxt', 'telegram', 'overall']) AS service,
       unnest($1::timestamptz[]) AS hour`,
    [[hours(2), hours(3), hours(30), hours(24 * 20)]],
  );
  await sleep(1_100);
  const [day, week, weekByDay, month] = await Promise.all([
    askUptime(backend, '?window=24h&series=hour'),
    askUptime(backend, '?window=7d&series=hour'),
    askUptime(backend, '?window=7d&series=day'),
    askUptime(backend, '?window=30d'),
  ]);
  const stored = (answer: typeof day) => answer.services.ccxt.maintenance_seconds * 1_000;
  expect([day, week, weekByDay, month].map(stored).map(Math.round)).toEqual([
    199_998, 299_997, 299_997, 399_996,
  ]);
  expect(day.series?.length).toBe(25);
  expect(week.series?.length).toBe(169);
  expect([8, 9]).toContain(weekByDay.series?.length);
  expect(month.series).toBeUndefined();
  expect(day.series?.find(({ from }) => Date.parse(from) === hours(2).getTime())?.services.ccxt).toEqual({
    uptime_percent: 94.285,
    up_seconds: 3_000,
    degraded_seconds: 300,
    down_seconds: 200.001,
    maintenance_seconds: 99.999,
    unknown_seconds: 0,
  });
  for (const { from, to, series = [] } of [day, week, weekByDay]) {
    expect(series.map((step) => step.from)).toEqual([from, ...series.slice(0, -1).map((step) => step.to)]);
    expect(series.at(-1)?.to).toBe(to);
  }
});

test('asking costs the database at most one flush and one reading a second, and /health nothing', async () => {
  const statements = async () =>
    (await readLog(backend.log)).filter(({ statement }) => String(statement).startsWith('health_uptime'));
  const before = (await statements()).length;
  const started = performance.now();
  await Promise.all(Array.from({ length: 40 }, () => askUptime(backend, '?window=90d')));
  for (let n = 0; n < 40; n++) await backend.get('/health');
  const seconds = Math.ceil((performance.now() - started) / 1_000) + 1;
  expect((await statements()).length - before).toBeLessThanOrEqual(6 * seconds);
});

describe('what cannot be asked', () => {
  test.each([
    ['?window=1y', 'window=1y: give one of 24h, 7d, 30d, 90d.'],
    ['?window=30', 'window=30: give one of 24h, 7d, 30d, 90d. Did you mean 30d?'],
    ['?window=', 'window=: give one of 24h, 7d, 30d, 90d.'],
    ['?window=24h&window=7d', 'window: give it once.'],
    ['?series=week', 'series=week: give one of hour, day.'],
    ['?window=30d&series=hour', 'series=hour: give day with window=30d; hours are told for 24h and 7d.'],
  ])('%s', async (query, message) => {
    const { status, json } = await backend.get(`/api/v1/health/uptime${query}`, OPERATOR);
    expect([status, json]).toEqual([400, { error: { code: 'bad_request', message } }]);
  });

  test('anything without the key', async () => {
    for (const headers of [{}, { 'X-API-Key': 'another' }]) {
      const { status, json } = await backend.get('/api/v1/health/uptime', headers as Record<string, string>);
      expect([status, json]).toEqual([
        401,
        { error: { code: 'unauthorized', message: expect.stringContaining('X-API-Key') } },
      ]);
    }
  });
});
