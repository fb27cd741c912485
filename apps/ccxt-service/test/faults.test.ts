import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { type RunningSimulator, startSimulator } from '@neuratrade/exchange-simulator';
import { contTree, createCleanup, eventually, makeHome, type Service, stopTree } from '@neuratrade/test-kit';
import { INTERVAL_MS, onlyExchange, runCcxt, runSimulator, setFault, TIMEOUT_MS } from './service.js';

jest.setTimeout(30_000);

const cleanup = createCleanup();
let home: string;
let simulator: RunningSimulator;
let ccxt: Service;

const MARGIN_MS = 1_500;
const WITHIN_AN_INTERVAL = { timeoutMs: INTERVAL_MS + MARGIN_MS };
const TO_CONFIRM = { timeoutMs: INTERVAL_MS + 2 * TIMEOUT_MS + 250 + MARGIN_MS };

beforeAll(async () => {
  const made = await makeHome();
  home = made.path;
  cleanup.add(made.remove);
  simulator = await startSimulator();
  cleanup.add(() => simulator.close());
  ccxt = await runCcxt(home, { SIMULATOR_URL: simulator.url });
  cleanup.add(() => ccxt.stop());
});
afterEach(() => setFault(simulator.url, 'none'));
afterAll(() => cleanup.run());

async function expectHealth(service: Service, status: number, word: string): Promise<void> {
  const { status: got, json } = await service.get('/health');
  expect([got, (json as { exchange_connectivity: string }).exchange_connectivity]).toEqual([status, word]);
}

describe('an exchange that fails is found down, and up again within an interval of its recovery', () => {
  test.each([
    [{ kind: 'hang' }, { class: 'timeout', reason: 'connection timeout' }],
    [
      { kind: 'latency', value: 5_000 },
      { class: 'timeout', reason: 'connection timeout' },
    ],
    [{ kind: 'html' }, { class: 'bad_response', reason: 'unexpected answer' }],
    [{ kind: 'empty' }, { class: 'bad_response', reason: 'unexpected answer' }],
    [{ kind: 'reset' }, { class: 'network', reason: 'connection reset' }],
    [
      { kind: 'status', value: 503 },
      { class: 'network', reason: 'exchange not available' },
    ],
    [
      { kind: 'status', value: 401 },
      { class: 'auth', reason: 'access denied' },
    ],
    [
      { kind: 'clock_skew', value: 90_000_000 },
      { class: 'bad_response', reason: 'implausible exchange time' },
    ],
  ])('%j', async (fault, error) => {
    await setFault(simulator.url, fault);
    await eventually(() => expectHealth(ccxt, 503, 'down'), TO_CONFIRM);
    const found = await onlyExchange(ccxt);
    expect(found).toEqual({
      name: 'simulator',
      status: 'down',
      simulator: true,
      latency_ms: null,
      clock_offset_ms: null,
      consecutive_failures: found.consecutive_failures,
      void_checks: 0,
      last_success_at: expect.any(String),
      checked_at: expect.any(String),
      error,
    });
    expect(found.consecutive_failures).toBeGreaterThan(1);
    await setFault(simulator.url, 'none');
    await eventually(() => expectHealth(ccxt, 200, 'operational'), WITHIN_AN_INTERVAL);
    expect(await onlyExchange(ccxt)).toMatchObject({ consecutive_failures: 0, error: null });
  });
});

test.each([429, 418])(
  'after one HTTP %d that says 1 s an exchange is up, and left alone for 1 s',
  async (value) => {
    const asked = async () => {
      const counts = await (await fetch(`${simulator.url}/_sim/requests`)).json();
      return (counts as Record<string, number>)['/api/v3/time'] ?? 0;
    };
    await eventually(() => expectHealth(ccxt, 200, 'operational'), WITHIN_AN_INTERVAL);
    await setFault(simulator.url, { kind: 'status', value, count: 1 });
    await eventually(async () => expect((await onlyExchange(ccxt)).consecutive_failures).toBe(1), {
      timeoutMs: INTERVAL_MS + MARGIN_MS,
      everyMs: 5,
    });
    const refused = performance.now();
    const before = await asked();
    await eventually(async () => expect(await asked()).toBeGreaterThan(before), { everyMs: 5 });
    expect(performance.now() - refused).toBeGreaterThan(900);
    await eventually(async () => {
      expect(await onlyExchange(ccxt)).toMatchObject({ status: 'up', consecutive_failures: 0 });
    }, WITHIN_AN_INTERVAL);
  },
);

test('a single failure changes nothing', async () => {
  await eventually(() => expectHealth(ccxt, 200, 'operational'), WITHIN_AN_INTERVAL);
  await setFault(simulator.url, { kind: 'empty', count: 1 });
  await eventually(async () => {
    expect(await onlyExchange(ccxt)).toMatchObject({ status: 'up', consecutive_failures: 1 });
  }, WITHIN_AN_INTERVAL);
  await eventually(async () => {
    expect(await onlyExchange(ccxt)).toMatchObject({ status: 'up', consecutive_failures: 0 });
  }, WITHIN_AN_INTERVAL);
});

test('a skewed clock shows in the offset, not in the health', async () => {
  await setFault(simulator.url, { kind: 'clock_skew', value: 5_000 });
  await eventually(async () => {
    const { clock_offset_ms, latency_ms } = await onlyExchange(ccxt);
    const mostWrong = (latency_ms ?? 0) / 2 + 2;
    expect(Math.abs((clock_offset_ms ?? 0) - 5_000)).toBeLessThan(mostWrong);
  }, WITHIN_AN_INTERVAL);
  await expectHealth(ccxt, 200, 'operational');
});

test('an exchange process that is stopped, killed and started anew is seen as just that', async () => {
  const other = await makeHome();
  cleanup.add(other.remove);
  const first = await runSimulator(other.path);
  cleanup.add(() => first.stop('SIGKILL'));
  const service = await runCcxt(other.path, { SIMULATOR_URL: first.url });
  cleanup.add(() => service.stop());
  const reason = async () => (await onlyExchange(service)).error?.reason;

  await stopTree(first.pid);
  await eventually(async () => expect(await reason()).toBe('connection timeout'), TO_CONFIRM);
  await contTree(first.pid);
  await eventually(() => expectHealth(service, 200, 'operational'), WITHIN_AN_INTERVAL);
  await first.stop('SIGKILL');
  await eventually(async () => expect(await reason()).toBe('connection refused'), TO_CONFIRM);
  const second = await runSimulator(other.path, { SIMULATOR_PORT: String(first.port) });
  cleanup.add(() => second.stop());
  await eventually(() => expectHealth(service, 200, 'operational'), WITHIN_AN_INTERVAL);
});
