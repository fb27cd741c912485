import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { createCleanup, eventually } from '@neuratrade/test-kit';
import { type FakeClock, makeFakeClock } from './fake-clock.js';
import { changesOf, detailsOf, listen, NOTHING_BUT_HEALTHY } from './observer.js';
import { ALL_HEALTHY, type Stack, startBackend, startDependencies, untilServices } from './stack.js';

jest.setTimeout(60_000);

const HOUR_S = 3_600;

const cleanup = createCleanup();
let stack: Stack;
let backend: Awaited<ReturnType<typeof startBackend>>;
let clock: FakeClock;

beforeAll(async () => {
  stack = await startDependencies(cleanup);
  clock = await makeFakeClock(cleanup);
  backend = await startBackend(cleanup, stack, clock.env);
  await untilServices(backend, ALL_HEALTHY);
});
afterAll(cleanup.run);

const offsetOf = (timestamp: string) => Math.round((Date.parse(timestamp) - Date.now()) / 1_000);

describe('a wall clock that jumps changes no duration and no state', () => {
  test.each([
    ['back an hour', -HOUR_S],
    ['forth two hours', HOUR_S],
    ['back to the right time', 0],
  ])('%s', async (_, offsetS) => {
    const [before, told, began] = [await detailsOf(backend), await changesOf(backend), performance.now()];
    const ears = listen(backend);
    await clock.set(offsetS);
    await sleep(2_000);
    expect(await ears.stop()).toEqual(NOTHING_BUT_HEALTHY);
    const after = await detailsOf(backend);
    const passedS = (performance.now() - began) / 1_000;

    expect(await changesOf(backend)).toEqual(told);
    expect(Math.abs(offsetOf(after.timestamp) - offsetS)).toBeLessThanOrEqual(2);
    expect(Math.abs(after.uptime_seconds - before.uptime_seconds - passedS)).toBeLessThan(1.5);
    expect(after.observer.longest_block_ms).toBeLessThan(2_000);
    for (const [name, check] of Object.entries(after.checks)) {
      const { since, checked_at } = before.checks[name as keyof typeof before.checks];
      expect(check).toMatchObject({ state: 'up', since, consecutive_failures: 0 });
      expect(check.age_ms).toBeLessThan(1_500);
      expect(check.latency_ms).toBeLessThan(200);
      expect(check.checked_at).not.toBe(checked_at);
      expect(Math.abs(offsetOf(check.checked_at ?? '') - offsetS)).toBeLessThanOrEqual(3);
    }
  });

  test('what lasted across jumps is told with the time that it truly took', async () => {
    await stack.ccxt.kill();
    await untilServices(backend, {
      ccxt: `unhealthy: connection failed: ${stack.ccxt.host}: connection refused`,
    });
    const down = performance.now();
    await clock.set(-HOUR_S);
    await sleep(500);
    await clock.set(HOUR_S);
    await stack.ccxt.up();
    await untilServices(backend, ALL_HEALTHY);
    const lastedMs = performance.now() - down;
    await eventually(async () => {
      const last = (await changesOf(backend)).at(-1);
      expect(last).toEqual({ service: 'ccxt', from: 'down', lasted_ms: expect.any(Number) });
      expect(Math.abs((last?.lasted_ms ?? 0) - lastedMs)).toBeLessThan(400);
    });
  });
});
