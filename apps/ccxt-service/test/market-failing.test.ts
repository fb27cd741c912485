import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { type RunningSimulator, startSimulator } from '@neuratrade/exchange-simulator';
import { createCleanup, eventually, readLog, type Service } from '@neuratrade/test-kit';
import { ask, codeOf, requestsOf } from './market-service.js';
import { newHome, runCcxt, setFault } from './service.js';

jest.setTimeout(60_000);

const ENDPOINTS = {
  ticker: '/api/v3/ticker/24hr',
  tickers: '/api/v3/ticker/24hr',
  orderbook: '/api/v3/depth',
  ohlcv: '/api/v3/klines',
} as const;
type Endpoint = keyof typeof ENDPOINTS;

const cleanup = createCleanup();
let simulator: RunningSimulator;
let ccxt: Service;

beforeAll(async () => {
  simulator = await startSimulator();
  cleanup.use(simulator);
  ccxt = cleanup.use(
    await runCcxt(await newHome(cleanup), {
      SIMULATOR_URL: simulator.url,
      EXCHANGE_PROBE_INTERVAL_MS: '600000',
      EXCHANGE_REQUEST_TIMEOUT_MS: '1500',
    }),
  );
  await answersWell('ticker');
});
afterEach(() => setFault(simulator.url, 'none'));
afterAll(() => cleanup.run());

const question = (endpoint: Endpoint) => {
  const symbols = endpoint === 'tickers' ? 'symbols' : 'symbol';
  return ask(ccxt, `${endpoint}?exchange=simulator&${symbols}=BTC/USDT`);
};

async function answersWell(endpoint: Endpoint): Promise<void> {
  await eventually(async () => expect((await question(endpoint)).status).toBe(200), { timeoutMs: 10_000 });
}

const requestsTo = async (path: string) => (await requestsOf(simulator.url))[path] ?? 0;

describe('an exchange that asked for a pause', () => {
  test('is sent nothing before its end, and is asked again after it', async () => {
    await setFault(simulator.url, { path: ENDPOINTS.orderbook, kind: 'status', value: 429, count: 1 });
    await question('orderbook');
    const paused = performance.now();
    const before = await requestsOf(simulator.url);
    const endpoints = Object.keys(ENDPOINTS) as Endpoint[];
    while (performance.now() - paused < 800) {
      const answers = await Promise.all(endpoints.map(question));
      if (performance.now() - paused > 900) break;
      expect(answers.map((answer) => [codeOf(answer), answer.headers['retry-after']])).toEqual(
        endpoints.map(() => ['exchange_busy', '1']),
      );
      expect(await requestsOf(simulator.url)).toEqual(before);
    }
    await answersWell('orderbook');
    expect(performance.now() - paused).toBeGreaterThan(950);
  });
});

describe('an exchange that only fails', () => {
  test('is left alone after five failures in a row, and asked again by one trial', async () => {
    await answersWell('ticker');
    await setFault(simulator.url, { path: ENDPOINTS.ticker, kind: 'reset' });
    const before = await requestsTo(ENDPOINTS.ticker);
    const codes = [];
    for (let i = 0; i < 6; i++) codes.push(codeOf(await question('ticker')));
    const left = performance.now();
    expect(codes.slice(0, 3)).toEqual(Array.from({ length: 3 }, () => 'exchange_failed'));
    expect(codes.slice(3)).toEqual(Array.from({ length: 3 }, () => 'exchange_busy'));
    const { status, headers, json } = await question('orderbook');
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
    expect((await requestsTo(ENDPOINTS.ticker)) - before).toBe(5);
    await setFault(simulator.url, 'none');
    expect(codeOf(await question('ticker'))).toBe('exchange_busy');
    await answersWell('ticker');
    expect(performance.now() - left).toBeGreaterThan(1_500);
    expect((await requestsTo(ENDPOINTS.ticker)) - before).toBe(6);
    expect(codeOf(await question('orderbook'))).toBe(undefined);
  });

  test('counts as failing by no refusal, however often', async () => {
    await setFault(simulator.url, { path: ENDPOINTS.ticker, kind: 'status', value: 400 });
    const before = await requestsTo(ENDPOINTS.ticker);
    for (let i = 0; i < 8; i++) expect(codeOf(await question('ticker'))).toBe('exchange_failed');
    expect((await requestsTo(ENDPOINTS.ticker)) - before).toBe(8);
  });
});

test('a failure is told in the log, each kind once in ten seconds, without any address', async () => {
  const at = await newHome(cleanup);
  const own = cleanup.use(
    await runCcxt(at, { SIMULATOR_URL: simulator.url, EXCHANGE_REQUEST_TIMEOUT_MS: '700' }),
  );
  const from = (path: string) => ask(own, `${path}?exchange=simulator&symbol=BTC/USDT`);
  await eventually(async () => expect((await from('ticker')).status).toBe(200));
  await setFault(simulator.url, { path: ENDPOINTS.orderbook, kind: 'hang' });
  await setFault(simulator.url, { path: ENDPOINTS.ohlcv, kind: 'html' });
  for (const path of ['orderbook', 'orderbook', 'ohlcv']) await from(path);
  const lines = (await readLog(join(at, 'logs', 'ccxt.log'))).filter(({ level }) => level === 'ERROR');
  const told = { time: expect.any(String), level: 'ERROR', exchange: 'simulator', symbol: 'BTC/USDT' };
  expect(lines).toEqual([
    { ...told, msg: 'Failed to fetch orderbook', error: 'timeout' },
    { ...told, msg: 'Failed to fetch ohlcv', error: 'unexpected answer' },
  ]);
});
