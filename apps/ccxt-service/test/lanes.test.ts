import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { type RunningSimulator, startSimulator } from '@neuratrade/exchange-simulator';
import { createCleanup, eventually, type Service } from '@neuratrade/test-kit';
import { ask, requestsOf } from './market-service.js';
import { newHome, runCcxt, setFault } from './service.js';

jest.setTimeout(60_000);

const QUEUE = 60;
const cleanup = createCleanup();
let simulator: RunningSimulator;
let ccxt: Service;

beforeAll(async () => {
  simulator = await startSimulator();
  cleanup.use(simulator);
  const env = { SIMULATOR_URL: simulator.url, EXCHANGE_QUEUE: String(QUEUE) };
  ccxt = cleanup.use(await runCcxt(await newHome(cleanup), { ...env, EXCHANGE_REQUEST_TIMEOUT_MS: '20000' }));
  await ticker();
});
afterEach(() => setFault(simulator.url, 'none'));
afterAll(() => cleanup.run());

const ticker = () => ask(ccxt, 'ticker?exchange=simulator&symbol=BTC/USDT');
const candles = (hour: number) => {
  const since = new Date(Date.UTC(2026, 0, 1, hour)).toISOString();
  return ask(ccxt, `ohlcv?exchange=simulator&symbol=BTC/USDT&limit=10&since=${since}`);
};
const asked = async (path: string) => (await requestsOf(simulator.url))[path] ?? 0;

test('tickers overtake the candles that wait, and all of them are answered', async () => {
  const before = await asked('/api/v3/klines');
  const backFill = Array.from({ length: QUEUE }, (_, hour) => candles(hour));
  await eventually(async () => expect(await asked('/api/v3/klines')).toBeGreaterThan(before), { everyMs: 5 });
  const answers = [];
  for (let i = 0; i < 5; i++) {
    answers.push((await ticker()).status);
    await sleep(30);
  }
  expect(answers).toEqual([200, 200, 200, 200, 200]);
  expect((await asked('/api/v3/klines')) - before).toBeLessThan(QUEUE / 2);
  expect((await Promise.all(backFill)).map(({ status }) => status)).toEqual(backFill.map(() => 200));
  expect((await asked('/api/v3/klines')) - before).toBe(QUEUE);
});

test('what does not fit into the queue is refused at once, and what can be asked beside it is answered', async () => {
  const before = await asked('/api/v3/klines');
  await setFault(simulator.url, { path: '/api/v3/klines', kind: 'latency', value: 3_000, count: 2 });
  const beyond = 5;
  const all = Promise.all(Array.from({ length: QUEUE + beyond }, (_, hour) => candles(100 + hour)));
  await eventually(async () => expect(await asked('/api/v3/klines')).toBe(before + 2), { everyMs: 5 });
  expect((await ticker()).status).toBe(200);
  const refused = (await all).filter(({ status }) => status !== 200);
  expect(refused.map(({ status, headers, json }) => [status, headers['retry-after'], json])).toEqual(
    Array.from({ length: beyond }, () => [
      503,
      '1',
      {
        error: {
          code: 'exchange_busy',
          message: `${QUEUE} requests wait for simulator, which is as many as may. Try again in 1 s.`,
        },
      },
    ]),
  );
  expect(await asked('/api/v3/klines')).toBe(before + QUEUE);
});
