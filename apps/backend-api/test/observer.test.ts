import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import {
  contTree,
  createCleanup,
  eventually,
  type FaultyHttp,
  faultyHttp,
  stopTree,
} from '@neuratrade/test-kit';
import { changesOf, detailsOf, listen, NOTHING_BUT_HEALTHY } from './observer.js';
import { ALL_HEALTHY, fixture, startBackend, startDependencies, untilServices } from './stack.js';

jest.setTimeout(60_000);

const BLOCK_MS = 3_000;
const SETTLE_MS = 1_500;
const ANSWER = { body: fixture('ccxt-health') };
/** Keeps the event loop busy for BLOCK_MS when SIGUSR2 comes. */
const BUSY_ON_SIGNAL = `process.on('SIGUSR2',()=>{const%20end=performance.now()+${BLOCK_MS};while(performance.now()<end);})`;

const cleanup = createCleanup();
let backend: Awaited<ReturnType<typeof startBackend>>;
let ccxt: FaultyHttp;

beforeAll(async () => {
  const stack = await startDependencies(cleanup);
  ccxt = cleanup.use(await faultyHttp(ANSWER));
  backend = await startBackend(cleanup, stack, {
    HEALTH_TIMEOUT_MS: '2500',
    CCXT_URL: ccxt.url,
    NODE_OPTIONS: `--import=data:text/javascript,${BUSY_ON_SIGNAL}`,
  });
  await untilServices(backend, ALL_HEALTHY);
});
afterAll(cleanup.run);

const stopFor = async (ms: number): Promise<void> => {
  await stopTree(backend.pid);
  await sleep(ms);
  await contTree(backend.pid);
};

/** Resolves while a check waits for an answer that will not come. */
const leaveOneUnanswered = async (): Promise<void> => {
  const checks = (): number => ccxt.seen().filter((request) => request === 'GET /health').length;
  ccxt.set({ delayMs: Number.POSITIVE_INFINITY });
  const before = checks();
  await eventually(() => expect(checks()).toBeGreaterThan(before), { everyMs: 2 });
  ccxt.set(ANSWER);
};

describe('an observer that could not look blames nobody for it, and counts it', () => {
  test.each<[string, number, () => unknown]>([
    ['its event loop blocked for 3 s', BLOCK_MS, () => process.kill(backend.pid, 'SIGUSR2')],
    ['the whole process stopped for 3 s', 3_000, () => stopFor(3_000)],
    ['the whole process stopped for 8 s', 8_000, () => stopFor(8_000)],
  ])('%s', async (_, blockedMs, block) => {
    const [before, told] = [await detailsOf(backend), await changesOf(backend)];
    const ears = listen(backend);
    await leaveOneUnanswered();
    const began = performance.now();
    await block();
    const after = await eventually(async () => {
      const details = await detailsOf(backend);
      expect(details.checks.ccxt.void_checks).toBe(before.checks.ccxt.void_checks + 1);
      return details;
    });
    const passedMs = performance.now() - began;
    await sleep(SETTLE_MS);

    expect(await ears.stop()).toEqual(NOTHING_BUT_HEALTHY);
    expect(await changesOf(backend)).toEqual(told);
    const countedMs = after.observer.loop_blocked_ms - before.observer.loop_blocked_ms;
    expect(countedMs).toBeGreaterThan(blockedMs - 500);
    expect(countedMs).toBeLessThanOrEqual(passedMs);
    expect(after.observer.longest_block_ms).toBeGreaterThan(blockedMs - 500);
    expect(after.observer.longest_block_ms).toBeLessThanOrEqual(passedMs);
    expect(after.uptime_seconds - before.uptime_seconds).toBeGreaterThanOrEqual(
      Math.floor(blockedMs / 1_000),
    );
    for (const { age_ms, state } of Object.values(after.checks)) {
      expect(state).toBe('up');
      expect(age_ms).toBeLessThan(2_000);
    }
  });
});
