import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { binance } from 'ccxt';
import { type RunningSimulator, startSimulator } from '../src/index.js';
import { connect, control } from './client.js';

let simulator: RunningSimulator;
let exchange: binance;

beforeAll(async () => {
  simulator = await startSimulator();
  exchange = connect(simulator.url, 1_000);
});
afterEach(() => control(simulator.url, 'DELETE', 'faults'));
afterAll(() => simulator.close());

const cause = (fault: object) => control(simulator.url, 'POST', 'faults', { path: '/api/v3/time', ...fault });
const failure = () =>
  exchange.fetchTime().then(
    (time) => ({ answer: time }),
    (error: Error) => ({ error: error.constructor.name }),
  );

describe('a fault as ccxt sees it', () => {
  test.each([
    [{ kind: 'status', value: 429 }, { error: 'DDoSProtection' }],
    [{ kind: 'status', value: 418 }, { error: 'DDoSProtection' }],
    [{ kind: 'status', value: 503 }, { error: 'OperationFailed' }],
    [{ kind: 'status', value: 401 }, { error: 'AuthenticationError' }],
    [{ kind: 'reset' }, { error: 'NetworkError' }],
    [{ kind: 'hang' }, { error: 'RequestTimeout' }],
    [{ kind: 'latency', value: 10_000 }, { error: 'RequestTimeout' }],
    [{ kind: 'html' }, { answer: undefined }],
    [{ kind: 'empty' }, { answer: undefined }],
  ])('%j for one request, then all is well again', async (fault, seen) => {
    expect(await cause({ ...fault, count: 1 })).toEqual({
      status: 201,
      body: { path: '/api/v3/time', ...fault, count: 1 },
    });
    expect(await failure()).toEqual(seen);
    expect(await failure()).toEqual({ answer: expect.any(Number) });
  });

  test('a skewed clock, for as long as the fault lasts', async () => {
    await cause({ kind: 'clock_skew', value: 5_000, for_ms: 60_000 });
    const ahead = ((await exchange.fetchTime()) ?? 0) - Date.now();
    await control(simulator.url, 'DELETE', 'faults');
    const after = ((await exchange.fetchTime()) ?? 0) - Date.now();
    expect(Math.abs(ahead - 5_000)).toBeLessThan(1_000);
    expect(Math.abs(after)).toBeLessThan(1_000);
  });

  test('a status that asks to wait says for how long', async () => {
    await cause({ kind: 'status', value: 429 });
    const response = await fetch(`${simulator.url}/api/v3/time`);
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '1']);
  });

  test('requests that a fault keeps waiting do not keep the simulator from closing', async () => {
    const other = await startSimulator();
    await control(other.url, 'POST', 'faults', { path: '*', kind: 'hang' });
    const hanging = fetch(`${other.url}/api/v3/ping`).then(
      () => 'answered',
      () => 'ended',
    );
    await new Promise((resolve) => setTimeout(resolve, 50));
    await other.close();
    expect(await hanging).toBe('ended');
  });
});
