import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { HealthDetails } from '@neuratrade/health-contracts';
import { createCleanup, eventually, type Service } from '@neuratrade/test-kit';
import {
  ADMIN_KEY,
  ALL_HEALTHY,
  fixture,
  type Stack,
  startBackend,
  startDependencies,
  untilServices,
} from './stack.js';

jest.setTimeout(30_000);

const cleanup = createCleanup();
let stack: Stack;
let backend: Service;

beforeAll(async () => {
  stack = await startDependencies(cleanup);
  backend = await startBackend(cleanup, stack, { DATABASE_CONNECT_INTERVAL_MS: '400' });
  await untilServices(backend, ALL_HEALTHY);
  await eventually(async () => expect((await backend.get('/ready')).status).toBe(200));
});

afterAll(cleanup.run);

test('with everything up the answers are the samples, key by key', async () => {
  const health = await backend.get('/health');
  const sample = JSON.parse(fixture('health.healthy'));
  const zero = { size: 0, hits: 0, misses: 0, evictions: 0 };
  expect([health.status, health.json]).toEqual([
    200,
    {
      ...sample,
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      uptime: expect.stringMatching(/^\d+s$/),
      cache_metrics: { hit_rate: 0, total_requests: 0, hits: 0, misses: 0 },
      cache_stats: { market_data: zero, orderbook: zero, ticker: zero },
    },
  ]);
  expect(keysOf(health.json)).toEqual(keysOf(sample));
  const ready = await backend.get('/ready');
  expect([ready.status, ready.text]).toEqual([200, fixture('ready')]);
});

test('the details of a part say since when, how often and why, and are for the operator alone', async () => {
  await stack.ccxt.kill();
  const reason = `connection failed: ${stack.ccxt.host}: connection refused`;
  await untilServices(backend, { ccxt: `unhealthy: ${reason}` });
  const stranger = await backend.get('/api/v1/health/details');
  const { status, json } = await backend.get('/api/v1/health/details', { 'X-API-Key': ADMIN_KEY });
  const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  expect([stranger.status, status]).toEqual([401, 200]);
  expect((json as HealthDetails).checks.ccxt).toEqual({
    status: `unhealthy: ${reason}`,
    state: 'down',
    since: time,
    checked_at: time,
    age_ms: expect.any(Number),
    latency_ms: expect.any(Number),
    consecutive_failures: expect.any(Number),
    void_checks: expect.any(Number),
    last_error: { reason, at: time },
  });
  await stack.ccxt.up();
  await untilServices(backend, ALL_HEALTHY);
});

test('a database that serves old connections but takes no new one is told', async () => {
  const { pid } = stack.postgres;
  process.kill(pid, 'SIGSTOP');
  await untilServices(backend, { database: 'unhealthy: not accepting connections' });
  process.kill(pid, 'SIGCONT');
  await untilServices(backend, ALL_HEALTHY);
});

test('the database and Redis down together are unhealthy, and the rest is still told', async () => {
  await Promise.all([stack.postgres.kill(), stack.redis.kill()]);
  const { status, json } = await untilServices(backend, {
    database: 'unhealthy: connection refused',
    redis: 'unhealthy: connection refused',
    ccxt: 'healthy',
    telegram: 'healthy',
  });
  expect([status, (json as { status: string }).status]).toEqual([503, 'unhealthy']);
  await Promise.all([stack.postgres.up(), stack.redis.up()]);
  await untilServices(backend, ALL_HEALTHY);
});

function keysOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return null;
  return Object.entries(value).map(([key, inner]) => [key, keysOf(inner)]);
}
