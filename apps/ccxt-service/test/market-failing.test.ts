import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { createCleanup, eventually, readLog } from '@neuratrade/test-kit';
import {
  ask,
  codeOf,
  ENDPOINTS,
  type Endpoint,
  requestsOf,
  type Stand,
  startStand,
} from './market-service.js';
import { newHome, runCcxt, setFault } from './service.js';

jest.setTimeout(60_000);

const cleanup = createCleanup();
let on: Stand;

beforeAll(async () => {
  on = await startStand(cleanup, 1_500);
});
afterEach(() => setFault(on.simulator.url, 'none'));
afterAll(() => cleanup.run());

describe('an exchange that asked for a pause', () => {
  test('is sent nothing before its end, and is asked again after it', async () => {
    await setFault(on.simulator.url, { path: ENDPOINTS.orderbook, kind: 'status', value: 429, count: 1 });
    await on.question('orderbook');
    const paused = performance.now();
    const before = await requestsOf(on.simulator.url);
    const endpoints = Object.keys(ENDPOINTS) as Endpoint[];
    while (performance.now() - paused < 800) {
      const answers = await Promise.all(endpoints.map(on.question));
      if (performance.now() - paused > 900) break;
      expect(answers.map((answer) => [codeOf(answer), answer.headers['retry-after']])).toEqual(
        endpoints.map(() => ['exchange_busy', '1']),
      );
      expect(await requestsOf(on.simulator.url)).toEqual(before);
    }
    await on.answersWell('orderbook');
    expect(performance.now() - paused).toBeGreaterThan(950);
  });
});

describe('an exchange that only fails', () => {
  test('is left alone after five failures in a row, and asked again by one trial', async () => {
    await on.answersWell('ticker');
    await setFault(on.simulator.url, { path: ENDPOINTS.ticker, kind: 'reset' });
    const before = await on.requestsTo(ENDPOINTS.ticker);
    const codes = [];
    for (let i = 0; i < 6; i++) codes.push(codeOf(await on.question('ticker')));
    const left = performance.now();
    expect(codes.slice(0, 3)).toEqual(Array.from({ length: 3 }, () => 'exchange_failed'));
    expect(codes.slice(3)).toEqual(Array.from({ length: 3 }, () => 'exchange_busy'));
    const { status, headers, json } = await on.question('orderbook');
    expect([status, headers['retry-after'], json]).toEqual([
      503,
      '2',
      {
        error: {
          code: 'exchange_busy',
          message: 'simulator only failed and is left alone. Try again in 2 s.',
        },
      },
    ]);
    expect((await on.requestsTo(ENDPOINTS.ticker)) - before).toBe(5);
    await setFault(on.simulator.url, 'none');
    expect(codeOf(await on.question('ticker'))).toBe('exchange_busy');
    await on.answersWell('ticker');
    expect(performance.now() - left).toBeGreaterThan(1_500);
    expect((await on.requestsTo(ENDPOINTS.ticker)) - before).toBe(6);
    expect(codeOf(await on.question('orderbook'))).toBe(undefined);
  });

  test('counts as failing by no refusal, however often', async () => {
    await setFault(on.simulator.url, { path: ENDPOINTS.ticker, kind: 'status', value: 400 });
    const before = await on.requestsTo(ENDPOINTS.ticker);
    for (let i = 0; i < 8; i++) expect(codeOf(await on.question('ticker'))).toBe('exchange_failed');
    expect((await on.requestsTo(ENDPOINTS.ticker)) - before).toBe(8);
  });
});

test('a failure is told in the log, each kind once in ten seconds, without any address', async () => {
  const at = await newHome(cleanup);
  const own = cleanup.use(
    await runCcxt(at, { SIMULATOR_URL: on.simulator.url, EXCHANGE_REQUEST_TIMEOUT_MS: '700' }),
  );
  const from = (path: string) => ask(own, `${path}?exchange=simulator&symbol=BTC/USDT`);
  await eventually(async () => expect((await from('ticker')).status).toBe(200));
  await setFault(on.simulator.url, { path: ENDPOINTS.orderbook, kind: 'hang' });
  await setFault(on.simulator.url, { path: ENDPOINTS.ohlcv, kind: 'html' });
  for (const path of ['orderbook', 'orderbook', 'ohlcv']) await from(path);
  const lines = (await readLog(join(at, 'logs', 'ccxt.log'))).filter(({ level }) => level === 'ERROR');
  const told = { time: expect.any(String), level: 'ERROR', exchange: 'simulator', symbol: 'BTC/USDT' };
  expect(lines).toEqual([
    { ...told, msg: 'Failed to fetch orderbook', error: 'timeout' },
    { ...told, msg: 'Failed to fetch ohlcv', error: 'unexpected answer' },
  ]);
});
