import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { HealthDetails } from '@neuratrade/health-contracts';
import { createCleanup, eventually, type TcpProxy, tcpProxy } from '@neuratrade/test-kit';
import {
  ADMIN_KEY,
  ALL_HEALTHY,
  type Stack,
  startBackend,
  startDependencies,
  untilServices,
} from './stack.js';

const cleanup = createCleanup();
let stack: Stack;
let line: TcpProxy;

beforeAll(async () => {
  stack = await startDependencies(cleanup);
  line = cleanup.use(await tcpProxy(stack.postgres.port));
});

afterAll(cleanup.run);

test('a database to which connecting takes longer than a check may is reached, and again when the connection is lost', async () => {
  const url = new URL(await stack.postgres.createDatabase());
  url.port = String(line.port);
  line.delay(150);
  const backend = await startBackend(cleanup, stack, {
    DATABASE_URL: url.href,
    HEALTH_INTERVAL_MS: '500',
    HEALTH_TIMEOUT_MS: '500',
  });
  await untilServices(backend, ALL_HEALTHY, 10_000);
  line.reset();
  await eventually(async () => {
    const { json } = await backend.get('/api/v1/health/details', { 'X-API-Key': ADMIN_KEY });
    const { database } = (json as HealthDetails).checks;
    expect(database).toMatchObject({
      status: 'healthy',
      consecutive_failures: 0,
      last_error: { reason: 'connection timeout' },
    });
  });
  await sleep(2_500);
  expect((await untilServices(backend, ALL_HEALTHY)).status).toBe(200);
  expect(line.connections()).toBeLessThanOrEqual(3);
}, 40_000);
