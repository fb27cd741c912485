import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { type RunningSimulator, startSimulator } from '@neuratrade/exchange-simulator';
import { createAwakeClock, createLogger, listen } from '@neuratrade/service-kit';
import { createCleanup, eventually, request } from '@neuratrade/test-kit';
import { createApp } from '../src/app.js';
import { type Monitor, startMonitor } from '../src/connectivity/monitor.js';
import { connectivityWord, describeExchange, staleAfter } from '../src/connectivity/report.js';
import { questionFor } from '../src/exchanges/ask.js';
import { classifyError } from '../src/exchanges/classify.js';
import { createClient } from '../src/exchanges/client.js';
import { createProbedExchange } from '../src/exchanges/probe.js';
import { createTransport } from '../src/exchanges/transport.js';
import { setFault } from './service.js';

const INTERVAL_MS = 300;
const TIMEOUT_MS = 500;

jest.setTimeout(30_000);

const cleanup = createCleanup();
const clock = createAwakeClock();
const TIMING = {
  intervalMs: INTERVAL_MS,
  timeoutMs: TIMEOUT_MS,
  staleAfterMs: staleAfter(INTERVAL_MS, TIMEOUT_MS),
  clock,
};
const logger = createLogger({ format: 'iso', level: 'error', stdout: false, redact: (text) => text });
const simulators: RunningSimulator[] = [];
let monitor: Monitor;
let url: string;

beforeAll(async () => {
  for (let i = 0; i < 2; i++) simulators.push(await startSimulator());
  cleanup.add(async () => void (await Promise.all(simulators.map(({ close }) => close()))));
  const exchanges = simulators.map((simulator) =>
    createProbedExchange('simulator', { ...TIMING, simulatorUrl: simulator.url }),
  );
  monitor = startMonitor({ exchanges, ...TIMING, logger });
  cleanup.add(() => monitor.stop());
  const listener = createApp({
    logger,
    version: '1.0.0',
    serviceKey: undefined,
    ready: () => true,
    management: () => undefined,
    accounts: { configured: () => undefined, accountsOf: () => undefined },
    market: { exchangeOf: () => undefined, names: () => [] },
    judged: () => {
      const judgement = { awake: clock.now(), staleAfterMs: TIMING.staleAfterMs, now: new Date() };
      const exchanges = monitor.exchanges().map((exchange) => describeExchange(exchange, judgement));
      return { exchanges, word: connectivityWord(exchanges), configurationProblem: null };
    },
  });
  const server = await listen(listener, { port: 0, host: '127.0.0.1' });
  cleanup.add(() => server.close());
  url = `http://127.0.0.1:${server.port}`;
});
afterEach(async () => void (await Promise.all(simulators.map(({ url: at }) => setFault(at, 'none')))));
afterAll(() => cleanup.run());

async function expectHealth(httpStatus: number, status: string, word: string): Promise<void> {
  const answer = await request(`${url}/health`);
  expect([answer.status, answer.json]).toEqual([
    httpStatus,
    {
      status,
      timestamp: expect.any(String),
      service: 'ccxt-service',
      version: '1.0.0',
      exchanges_count: 2,
      exchange_connectivity: word,
    },
  ]);
}

describe('two exchanges', () => {
  test('are operational, degraded, down and back as one after the other fails and recovers', async () => {
    const [one, other] = simulators as [RunningSimulator, RunningSimulator];
    await eventually(() => expectHealth(200, 'healthy', 'operational'));
    await setFault(one.url, { kind: 'empty' });
    await eventually(() => expectHealth(200, 'degraded', 'degraded'));
    await setFault(other.url, { kind: 'hang' });
    await eventually(() => expectHealth(503, 'unhealthy', 'down'));
    await setFault(one.url, 'none');
    await eventually(() => expectHealth(200, 'degraded', 'degraded'));
    await setFault(other.url, 'none');
    await eventually(() => expectHealth(200, 'healthy', 'operational'));
  });

  test('are not asked in step, nor more often than the interval says', async () => {
    const asked = async (simulator: RunningSimulator) => {
      const counts = (await (await request(`${simulator.url}/_sim/requests`)).json) as Record<string, number>;
      return counts['/api/v3/time'] ?? 0;
    };
    const [one] = simulators as [RunningSimulator];
    const began = performance.now();
    const before = await asked(one);
    await eventually(async () => expect(await asked(one)).toBeGreaterThanOrEqual(before + 4));
    const took = performance.now() - began;
    expect((await asked(one)) - before).toBeLessThanOrEqual(Math.ceil(took / INTERVAL_MS) + 1);
  });
});

test('an exchange with a long interval is seen to recover long before the interval is over', async () => {
  const [simulator] = simulators as [RunningSimulator];
  const options = { ...TIMING, intervalMs: 600_000 };
  const exchange = createProbedExchange('simulator', { ...options, simulatorUrl: simulator.url });
  await setFault(simulator.url, { kind: 'reset', count: 4 });
  const patient = startMonitor({ exchanges: [exchange], ...options, logger });
  cleanup.add(() => patient.stop());
  const state = () => patient.exchanges()[0]?.snapshot.state;
  await eventually(() => expect(state()).toBe('down'));
  await eventually(() => expect(state()).toBe('up'), { timeoutMs: 10_000 });
});

describe('an exchange that tells neither time nor status', () => {
  test('is asked for a ticker, whose shape is checked', async () => {
    const [simulator] = simulators as [RunningSimulator];
    const options = { timeoutMs: TIMEOUT_MS, simulatorUrl: simulator.url, fetch: createTransport().fetch };
    const client = createClient({ name: 'simulator' }, options);
    client.has.fetchTime = false;
    const { ask: askStatus } = questionFor(client);
    client.has.fetchStatus = false;
    const { ask: askTicker } = questionFor(client);
    expect([await askStatus(client), await askTicker(client)]).toEqual([null, null]);
    await setFault(simulator.url, { path: '*', kind: 'html' });
    const failures = await Promise.allSettled([askStatus(client), askTicker(client)]);
    expect(
      failures.map((result) => result.status === 'rejected' && classifyError(result.reason).errorClass),
    ).toEqual(['bad_response', 'bad_response']);
  });

  test('whose list of markets could not be loaded at first is asked for it again', async () => {
    const [simulator] = simulators as [RunningSimulator];
    const options = { timeoutMs: TIMEOUT_MS, simulatorUrl: simulator.url, fetch: createTransport().fetch };
    const client = createClient({ name: 'simulator' }, options);
    Object.assign(client.has, { fetchTime: false, fetchStatus: false });
    const { ask } = questionFor(client);
    await setFault(simulator.url, { path: '/api/v3/exchangeInfo', kind: 'reset', count: 1 });
    await expect(ask(client)).rejects.toThrow();
    expect(await ask(client)).toBe(null);
    await setFault(simulator.url, { path: '/api/v3/exchangeInfo', kind: 'html', count: 1 });
    const another = createClient({ name: 'simulator' }, options);
    await expect(ask(another)).rejects.toThrow();
    expect(await ask(another)).toBe(null);
  });
});
