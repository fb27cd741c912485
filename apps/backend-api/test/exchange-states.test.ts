import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { type ExchangeStates, exchangeStatesSchema } from '@neuratrade/api-contracts';
import { contTree, createCleanup, eventually, faultyHttp, stopTree } from '@neuratrade/test-kit';
import { createConnectivity } from '../src/market/connectivity/service.js';
import { call, startAlone } from './accounts-backend.js';
import { KEYS, type Logged } from './market-stack.js';
import { KEY, putFills, type SyncRig, syncRig, trade } from './sync-rig.js';

jest.setTimeout(60_000);

const cleanup = createCleanup();
let rig: SyncRig;
let backend: Logged;

beforeAll(async () => {
  rig = await syncRig(cleanup, { EXCHANGE_PROBE_INTERVAL_MS: '300', EXCHANGE_PROBE_TIMEOUT_MS: '500' });
  await trade(rig.exchange, putFills('BTC/USDT', 4, { until: Date.now() - 1_000, stepMs: 60_000 }));
  backend = await rig.backend();
}, 60_000);

afterAll(cleanup.run, 60_000);

type Told = ExchangeStates & { readonly ms: number };

const ask = async (one = backend): Promise<Told> => {
  const began = performance.now();
  const { status, json } = await call(
    one,
    'GET',
    'telegram/internal/exchanges?chat_id=1',
    undefined,
    KEYS.service,
  );
  expect([status, exchangeStatesSchema.parse(json)]).toEqual([200, json]);
  return { ...(json as ExchangeStates), ms: performance.now() - began };
};
const until = (fits: object, timeoutMs = 20_000): Promise<Told> =>
  eventually(
    async () => {
      const told = await ask();
      expect(told.exchanges).toEqual([{ ...state, ...fits }]);
      return told;
    },
    { timeoutMs, everyMs: 100 },
  );

const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
const state = { name: 'simulator', enabled: true, has_auth: true, simulator: true, last_sync: time };
const WELL = { reachable: true, latency_ms: expect.any(Number), error: null };
const UNKNOWN = { reachable: null, latency_ms: null, error: null };

describe('the exchanges of an account', () => {
  test('are told with how they answer, and when they were last read', async () => {
    const { ms: _, ...told } = await until(WELL);
    expect(told).toEqual({ exchanges: [{ ...state, ...WELL }], problem: null, updated_at: time });
    expect(Math.abs(Date.now() - Date.parse(String(told.exchanges[0]?.last_sync)))).toBeLessThan(15_000);
  });

  test('and why one cannot be read whose key it refuses', async () => {
    await rig.exchange.control('DELETE', `accounts/${KEY.key}`);
    await until({ ...WELL, error: expect.stringMatching(/simulator .*key/i) });
    await rig.exchange.control('POST', 'accounts', { ...KEY, account: 'bot', permissions: ['read'] });
    await until(WELL);
  });

  test('and why one is not reached', async () => {
    await rig.exchange.control('POST', 'faults', { path: '*', kind: 'status', value: 502 });
    await until({ reachable: false, latency_ms: null, error: expect.any(String) });
    await rig.exchange.control('DELETE', 'faults');
    await until(WELL);
  });

  test('are known while ccxt-service hangs, within a second, and what is not known is not told', async () => {
    await stopTree(rig.ccxt().pid);
    try {
      const all = await Promise.all(Array.from({ length: 10 }, () => ask()));
      const problem =
        'ccxt-service cannot be asked now: connection timeout. Try again when /health calls ccxt healthy.';
      expect(all.map(({ exchanges, problem }) => ({ exchanges, problem }))).toEqual(
        all.map(() => ({ exchanges: [{ ...state, ...UNKNOWN }], problem })),
      );
      expect(Math.max(...all.map(({ ms }) => ms))).toBeLessThan(2_000);
    } finally {
      await contTree(rig.ccxt().pid);
    }
    await until(WELL);
  });

  test('and while it is down', async () => {
    await rig.ccxt().stop('SIGKILL');
    const { exchanges, problem, ms } = await ask();
    expect([exchanges, problem, ms < 2_000]).toEqual([
      [{ ...state, ...UNKNOWN }],
      'ccxt-service cannot be asked now: connection refused. Try again when /health calls ccxt healthy.',
      true,
    ]);
    await rig.restartCcxt();
    await until(WELL);
  });

  test('are none where none is registered, which is no problem', async () => {
    const alone = await startAlone(cleanup, rig.servers);
    const { exchanges, problem } = await ask(alone);
    expect([exchanges, problem]).toEqual([[], null]);
  });
});

describe('how exchanges answer', () => {
  const probe = {
    ...{ name: 'binance', status: 'up', simulator: false, latency_ms: 5, clock_offset_ms: null },
    ...{ consecutive_failures: 0, void_checks: 0, error: null },
    ...{ last_success_at: '2026-03-03T10:30:00Z', checked_at: '2026-03-03T10:30:00Z' },
  };
  const body = {
    ...{ exchange_connectivity: 'operational', exchanges: [probe], configuration_problem: null },
    timestamp: '2026-03-03T10:30:00Z',
  };
  const SERVICE_KEY = 'key';

  test('is asked once for all who ask meanwhile, and anew for who asks later', async () => {
    const ccxt = cleanup.use(await faultyHttp({ body, delayMs: 200 }));
    const connectivity = createConnectivity({ url: ccxt.url, serviceKey: SERVICE_KEY });
    const all = await Promise.all(Array.from({ length: 20 }, () => connectivity.probes()));
    await connectivity.probes();
    expect([ccxt.seen(), all.map((probes) => [...probes])]).toEqual([
      ['GET /api/v1/exchanges/connectivity', 'GET /api/v1/exchanges/connectivity'],
      all.map(() => [['binance', probe]]),
    ]);
  });

  test.each([
    [
      'what is no answer of it',
      { body: '<html>' },
      'unexpected answer. Try again when /health calls ccxt healthy.',
    ],
    ['a reset', { reset: true }, 'connection reset. Try again when /health calls ccxt healthy.'],
    [
      'nothing',
      { delayMs: Number.POSITIVE_INFINITY },
      'connection timeout. Try again when /health calls ccxt healthy.',
    ],
  ])('is not known after %s, and is asked again', async (_, answer, reason) => {
    const ccxt = cleanup.use(await faultyHttp(answer));
    const connectivity = createConnectivity({ url: ccxt.url, serviceKey: SERVICE_KEY });
    await expect(connectivity.probes()).rejects.toMatchObject({
      ...{ code: 'unavailable', message: `ccxt-service cannot be asked now: ${reason}` },
    });
    ccxt.set({ body });
    expect([...(await connectivity.probes())]).toEqual([['binance', probe]]);
  });
});
