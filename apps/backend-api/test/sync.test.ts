import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { createCleanup, eventually, readLog } from '@neuratrade/test-kit';
import type { Logged } from './market-stack.js';
import {
  executedBy,
  jobOf,
  KEY,
  ledgerOf,
  operate,
  putFills,
  type SyncRig,
  syncOf,
  syncRig,
  trade,
  untilRead,
} from './sync-rig.js';

jest.setTimeout(150_000);

const HOUR = 3_600_000;
const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);

const cleanup = createCleanup();
let rig: SyncRig;
let backend: Logged;
const history = putFills('BTC/USDT', 2_500, { until: Date.now() - 60_000, stepMs: HOUR });

/** One more fill, as of now. */
const again = (symbol: string, id: number) =>
  putFills(symbol, 1, { until: Date.now(), stepMs: 0, firstId: id });
const job = (kind: string, more: object) => ({
  account: 'main',
  exchange: 'simulator',
  kind,
  symbol: null,
  state: 'up to date',
  fills: 0,
  reached: TIME,
  last_success: TIME,
  error: null,
  ...more,
});

beforeAll(async () => {
  rig = await syncRig(cleanup, {});
  await trade(rig.exchange, history);
  const burst = putFills('ETH/USDT', 1_200, { until: Date.now() - 60_000, stepMs: 0 });
  await trade(rig.exchange, burst);
  await rig.exchange.control('POST', 'transfers', {
    ...{ account: 'bot', type: 'deposit', asset: 'USDT', amount: '500', id: 'd-1' },
    at: new Date(Date.now() - 24 * HOUR).toISOString(),
  });
  await rig.exchange.control('POST', 'transfers', {
    ...{ account: 'bot', type: 'withdrawal', asset: 'USDT', amount: '99', fee: '1', id: 'w-1' },
    at: new Date(Date.now() - 2 * HOUR).toISOString(),
  });
  backend = await rig.backend();
}, 60_000);
afterAll(cleanup.run);

test('reads the whole history, even 1,200 fills of one millisecond, and tells how far it is', async () => {
  await untilRead(backend, { 'BTC/USDT': 2_500, 'ETH/USDT': 1_200 });
  await eventually(async () => expect(jobOf(await syncOf(backend), 'transfers').state).toBe('up to date'), {
    timeoutMs: 30_000,
  });
  const { jobs } = await syncOf(backend);
  const symbols = ['ADA/USDT', 'BNB/USDT', 'BTC/USDT', 'DOGE/USDT', 'ETH/USDT', 'SOL/USDT', 'XRP/USDT'];
  const fills: Record<string, number> = { 'BTC/USDT': 2_500, 'ETH/USDT': 1_200 };
  expect(jobs).toEqual([
    job('balances', {}),
    job('positions', { state: 'not offered' }),
    job('symbols', {}),
    ...symbols.map((symbol) =>
      job('trades', { symbol, fills: fills[symbol] ?? 0, last_success: expect.anything() }),
    ),
    job('transfers', {}),
  ]);
});

test('stores exactly what the exchange has', async () => {
  const { fills = [] } = await ledgerOf(rig.database);
  const stored = (fills as Record<string, unknown>[]).filter(({ book }) => book === 'simulator BTC/USDT');
  expect(
    stored.map(({ fill_id, executed_at, side, price, amount }) => ({
      id: Number(fill_id),
      executed_at: (executed_at as Date).toISOString(),
      side: side === 'b' ? 'buy' : 'sell',
      ...{ price: Number(price).toFixed(2), amount: String(Number(amount)) },
    })),
  ).toEqual(history.map(({ symbol: _, ...fill }) => fill));
});

test('values deposits and withdrawals, these with their fee', async () => {
  const answer = await eventually(async () => {
    const { rows } = await rig.sql(
      'SELECT kind, transfer_id, asset, amount, value FROM transfers ORDER BY kind',
    );
    expect(rows).toHaveLength(2);
    return rows;
  });
  expect(answer).toEqual([
    { kind: 'deposit', transfer_id: 'd-1', asset: 'USDT', amount: '500', value: '500' },
    { kind: 'withdrawal', transfer_id: 'w-1', asset: 'USDT', amount: '100', value: '100' },
  ]);
});

test('finds new fills soon, of a symbol that was never traded too once its balance changes', async () => {
  await trade(rig.exchange, again('BTC/USDT', 2_501));
  await rig.exchange.control('POST', 'fills', {
    account: 'bot',
    fills: [{ ...again('SOL/USDT', 1)[0], price: '100', fee: { cost: '0', currency: 'USDT' } }],
  });
  await eventually(
    async () => {
      const status = await syncOf(backend);
      expect([jobOf(status, 'BTC/USDT').fills, jobOf(status, 'SOL/USDT').fills]).toEqual([2_501, 1]);
    },
    { timeoutMs: 10_000 },
  );
});

test('logs each stored fill, and many at once in one line', async () => {
  expect(await executedBy(backend)).toBe(2_501 + 1_200 + 1);
  const lines = (await readLog(backend.log)).filter(({ msg }) => msg === 'Trade executed');
  expect(lines.at(-1)).toMatchObject({ account: 'main', exchange: 'simulator', level: 'INFO' });
});

describe('GET and POST /api/v1/sync', () => {
  test('want the admin key', async () => {
    expect((await backend.get('/api/v1/sync')).status).toBe(401);
  });

  test('tell and hasten what one account has on one exchange', async () => {
    const { status, json } = await operate(backend, 'POST', '/api/v1/sync?account=main&exchange=simulator');
    expect([status, (json as { jobs: unknown[] }).jobs.length]).toEqual([202, 11]);
    expect((await syncOf(backend, '?exchange=okx')).jobs).toEqual([]);
  });

  test('say what is wrong with what they were asked', async () => {
    const told = async (method: string, query: string) => {
      const { status, json } = await operate(backend, method, `/api/v1/sync?${query}`);
      return [status, (json as { error: { message: string } }).error.message];
    };
    expect([
      await told('GET', 'account=nobody'),
      await told('GET', 'exchange=a%20b'),
      await told('POST', 'exchange=okx'),
    ]).toEqual([
      [404, 'There is no account nobody. Add it with neuratrade accounts add nobody.'],
      [400, 'exchange=a b: give the name of an exchange, for instance binance.'],
      [
        404,
        'okx is not read: only exchanges that are enabled and have a key are. neuratrade exchanges keys okx gives it one.',
      ],
    ]);
  });
});

test('reads no more while an exchange has no key, and goes on where it was when it is given one again', async () => {
  const rig = await syncRig(cleanup, { SIMULATOR_API_KEY: '', SIMULATOR_API_SECRET: '' });
  const backend = await rig.backend();
  await trade(rig.exchange, putFills('BTC/USDT', 10, { until: Date.now() - 60_000, stepMs: HOUR }));
  const give = (key: string | null) =>
    operate(backend, 'PATCH', '/api/v1/exchanges/simulator', key === null ? { key } : KEY);
  expect((await operate(backend, 'POST', '/api/v1/exchanges', { name: 'simulator', ...KEY })).status).toBe(
    201,
  );
  await untilRead(backend, { 'BTC/USDT': 10 });
  expect((await give(null)).status).toBe(200);
  await eventually(async () => expect((await syncOf(backend)).jobs).toEqual([]));
  await trade(rig.exchange, again('BTC/USDT', 11));
  expect((await give(KEY.key)).status).toBe(200);
  await untilRead(backend, { 'BTC/USDT': 11 });
  expect(await executedBy(backend)).toBe(11);
});
