import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
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

const READY = { ready: true, services: { database: 'ready', redis: 'ready', ccxt: 'ready' } };

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

type Part = 'database' | 'redis' | 'ccxt' | 'telegram';
const server = (part: Part) => (part === 'database' ? stack.postgres : stack[part]);
const reason = (part: Part, cause: string) =>
  `unhealthy: ${part === 'database' || part === 'redis' ? cause : `connection failed: ${(server(part) as { host: string }).host}: ${cause}`}`;

describe.each<[Part, { health: number; ready: number; body: object }]>([
  [
    'database',
    {
      health: 503,
      ready: 503,
      body: { ...READY, ready: false, services: { ...READY.services, database: 'not ready' } },
    },
  ],
  [
    'redis',
    {
      health: 200,
      ready: 503,
      body: { ...READY, ready: false, services: { ...READY.services, redis: 'not ready' } },
    },
  ],
  [
    'ccxt',
    { health: 200, ready: 200, body: { ...READY, services: { ...READY.services, ccxt: 'degraded' } } },
  ],
  ['telegram', { health: 200, ready: 200, body: READY }],
])('%s', (part, expected) => {
  const answersSay = async (status: string) => {
    const health = await untilServices(backend, { ...ALL_HEALTHY, [part]: status });
    const ready = await backend.get('/ready');
    const live = await backend.get('/live');
    expect({
      health: [health.status, (health.json as { status: string }).status],
      ready: [ready.status, ready.json],
      live: live.status,
    }).toEqual({ health: [expected.health, 'degraded'], ready: [expected.ready, expected.body], live: 200 });
  };

  const comesBack = async () => {
    const health = await untilServices(backend, ALL_HEALTHY);
    const ready = await backend.get('/ready');
    expect([health.status, ready.status, ready.json]).toEqual([200, 200, READY]);
  };

  test('killed, and back', async () => {
    await server(part).kill();
    await answersSay(reason(part, 'connection refused'));
    await server(part).up();
    await comesBack();
  });

  test('hanging, and back', async () => {
    await server(part).freeze();
    await answersSay(reason(part, 'connection timeout'));
    await server(part).thaw();
    await comesBack();
  });

  test('its details say since when, how often and why, and are for the operator alone', async () => {
    await server(part).kill();
    const status = reason(part, 'connection refused');
    await untilServices(backend, { [part]: status });
    const stranger = await backend.get('/api/v1/health/details');
    const { status: code, json } = await backend.get('/api/v1/health/details', { 'X-API-Key': ADMIN_KEY });
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect([stranger.status, code]).toEqual([401, 200]);
    const check = (json as { checks: Record<string, { consecutive_failures: number }> }).checks[part];
    expect(check).toEqual({
      status,
      state: 'down',
      since: time,
      checked_at: time,
      age_ms: expect.any(Number),
      latency_ms: expect.any(Number),
      consecutive_failures: expect.any(Number),
      void_checks: expect.any(Number),
      last_error: { reason: status.replace('unhealthy: ', ''), at: time },
    });
    expect(check?.consecutive_failures).toBeGreaterThan(1);
    await server(part).up();
    await comesBack();
  });
});

test('a database that serves old connections but takes no new one is told', async () => {
  const pids = stack.postgres.pid;
  process.kill(pids, 'SIGSTOP');
  await untilServices(backend, { database: 'unhealthy: not accepting connections' });
  process.kill(pids, 'SIGCONT');
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

test('all of this happened in one and the same process', async () => {
  const { json } = await backend.get('/api/v1/health/details', { Authorization: `Bearer ${ADMIN_KEY}` });
  expect((json as { uptime_seconds: number }).uptime_seconds).toBeGreaterThan(5);
  process.kill(backend.pid, 0);
});

function keysOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return null;
  return Object.entries(value).map(([key, inner]) => [key, keysOf(inner)]);
}
