import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { createCleanup, eventually } from '@neuratrade/test-kit';
import { askHistory, PATIENT } from './ask.js';
import { makeFakeClock } from './fake-clock.js';
import { ALL_HEALTHY, type Stack, startBackend, startDependencies, untilServices } from './stack.js';

jest.setTimeout(60_000);

const cleanup = createCleanup();
let stack: Stack;

beforeAll(async () => {
  stack = await startDependencies(cleanup);
});

afterAll(cleanup.run);

test('an outage during which the clock is set back has its end, and is not told as still going on', async () => {
  const clock = await makeFakeClock(cleanup);
  const backend = await startBackend(cleanup, stack, { ...PATIENT, ...clock.env });
  await untilServices(backend, ALL_HEALTHY);
  await stack.redis.down();
  await untilServices(backend, { redis: 'unhealthy: connection refused' });
  await sleep(500);
  await clock.set(-3_600);
  await stack.redis.up();
  await untilServices(backend, ALL_HEALTHY);
  const { transitions } = await eventually(async () => {
    const history = await askHistory(backend, '?service=redis');
    expect(history.transitions.length).toBe(3);
    return history;
  });
  const [down, first, up] = transitions;
  expect([down, first, up].map((entry) => [entry?.from, entry?.to, entry?.ended_at, entry?.ongoing])).toEqual(
    [
      ['up', 'down', up?.at, false],
      ['unknown', 'up', down?.at, false],
      ['down', 'up', null, true],
    ],
  );
  expect(down?.duration_seconds).toBeGreaterThan(0.4);
  expect(down?.duration_seconds).toBeLessThan(20);
  expect(await backend.stop()).toEqual({ code: 0, signal: null });
});
