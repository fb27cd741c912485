import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { type AppError, createAwakeClock, createLogger } from '@neuratrade/service-kit';
import { createCleanup, eventually } from '@neuratrade/test-kit';
import { openExchangeData } from '../src/exchanges/index.js';
import { ask, ENDPOINTS, type Endpoint, type Stand, startStand } from './market-service.js';
import { setFault } from './service.js';

jest.setTimeout(60_000);

const TIMEOUT_MS = 600;
/** What a busy machine may add. */
const MARGIN_MS = 1_500;

interface Expected {
  readonly status: number;
  readonly code?: string;
  readonly message?: string;
  readonly retryAfter?: string;
  /** Requests that the exchange got. */
  readonly requests: number;
}

const failed = (reason: string, requests: number): Expected => ({
  status: 502,
  code: 'exchange_failed',
  message: `simulator could not be asked: ${reason}. Try again.`,
  requests,
});
const TIMED_OUT: Expected = {
  status: 504,
  code: 'exchange_timeout',
  message: `simulator did not answer within ${TIMEOUT_MS} ms. Try again, or raise EXCHANGE_REQUEST_TIMEOUT_MS.`,
  requests: 1,
};
const LIMITED: Expected = {
  status: 503,
  code: 'exchange_busy',
  message: 'simulator is not asked now: rate limited. Try again in 1 s.',
  retryAfter: '1',
  requests: 1,
};
const WELL: Expected = { status: 200, requests: 1 };

const FAULTS: readonly (readonly [object, Expected])[] = [
  [{ kind: 'latency', value: 100 }, WELL],
  [{ kind: 'latency', value: 5_000 }, TIMED_OUT],
  [{ kind: 'hang' }, TIMED_OUT],
  [{ kind: 'status', value: 400 }, failed('exchange not available', 1)],
  [{ kind: 'status', value: 418 }, LIMITED],
  [{ kind: 'status', value: 429 }, LIMITED],
  [{ kind: 'status', value: 500 }, failed('exchange not available', 2)],
  [{ kind: 'status', value: 503 }, failed('exchange not available', 2)],
  [{ kind: 'reset' }, failed('connection reset', 2)],
  [{ kind: 'html' }, failed('unexpected answer', 2)],
  [{ kind: 'empty' }, failed('unexpected answer', 2)],
  [{ kind: 'clock_skew', value: 90_000_000 }, WELL],
];
const TABLE = FAULTS.flatMap(([fault, expected]) =>
  (Object.keys(ENDPOINTS) as Endpoint[]).map((endpoint) => [fault, endpoint, expected] as const),
);

const cleanup = createCleanup();
let on: Stand;

beforeAll(async () => {
  on = await startStand(cleanup, TIMEOUT_MS);
});
afterEach(() => setFault(on.simulator.url, 'none'));
afterAll(() => cleanup.run());

describe('while the exchange misbehaves', () => {
  test.each(TABLE)('by %j, /api/v1/%s says so in time, and is well when that is over', async (...row) => {
    const [fault, endpoint, { requests, retryAfter, ...expected }] = row;
    const path = ENDPOINTS[endpoint];
    await on.answersWell(endpoint);
    const before = await on.requestsTo(path);
    await setFault(on.simulator.url, { path, ...fault });
    const began = performance.now();
    const answer = await on.question(endpoint);
    const took = performance.now() - began;
    const { error } = answer.json as { error?: { code: string; message: string } };
    expect({ status: answer.status, ...error, retryAfter: answer.headers['retry-after'] }).toEqual({
      ...expected,
      retryAfter,
    });
    expect((await on.requestsTo(path)) - before).toBe(requests);
    expect(took).toBeLessThan((expected.status === 504 ? TIMEOUT_MS : 600) + MARGIN_MS);
    await setFault(on.simulator.url, 'none');
    await on.answersWell(endpoint);
  });

  test('the list of markets is told as it was, since it is kept', async () => {
    await setFault(on.simulator.url, { path: '*', kind: 'reset' });
    expect((await ask(on.ccxt, 'markets?exchange=simulator')).status).toBe(200);
  });
});

describe('an exchange whose list of markets cannot be had at first', () => {
  const clock = createAwakeClock();
  const logger = createLogger({ format: 'iso', level: 'error', stdout: false, redact: (text) => text });
  const open = () =>
    openExchangeData(
      { name: 'simulator' },
      { simulatorUrl: on.simulator.url, timeoutMs: TIMEOUT_MS, queue: 100, clock, logger },
    ).market;

  test.each(FAULTS)('by %j says so to all alike, and is well when that is over', async (fault, expected) => {
    const market = open();
    await setFault(on.simulator.url, { path: '/api/v3/exchangeInfo', ...fault });
    const settled = await Promise.allSettled([
      market.markets(),
      market.ticker('BTC/USDT'),
      market.candles('BTC/USDT', '1h', { limit: 5, since: undefined }),
    ]);
    const codes = settled.map((one) =>
      one.status === 'fulfilled' ? undefined : (one.reason as AppError).code,
    );
    expect(codes).toEqual([expected.code, expected.code, expected.code]);
    await setFault(on.simulator.url, 'none');
    await eventually(async () => expect((await market.markets()).markets.length).toBe(7), {
      timeoutMs: 10_000,
    });
    expect((await market.ticker('BTC/USDT')).symbol).toBe('BTC/USDT');
    market.close();
  });
});
