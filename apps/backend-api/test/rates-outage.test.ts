import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { contTree, createCleanup, eventually, request, stopTree } from '@neuratrade/test-kit';
import pg from 'pg';
import { call, told } from './accounts-backend.js';
import {
  type Exchange,
  type Logged,
  startBackend,
  startCcxt,
  startExchange,
  startServers,
} from './market-stack.js';

jest.setTimeout(60_000);

const cleanup = createCleanup();
let exchange: Exchange;
let ccxt: Logged;
let backend: Logged;
let pool: pg.Pool;

beforeAll(async () => {
  const servers = await startServers(cleanup);
  exchange = await startExchange(cleanup);
  ccxt = await startCcxt(cleanup, { SIMULATOR_URL: exchange.url });
  const DATABASE_URL = await servers.postgres.createDatabase();
  backend = await startBackend(
    cleanup,
    servers,
    { CCXT_URL: ccxt.url, WATCHLIST: 'none', DATABASE_URL },
    '/ready',
  );
  pool = new pg.Pool({ connectionString: DATABASE_URL });
  cleanup.add(() => pool.end());
});

afterAll(cleanup.run);

const AT = '2026-03-03T10:30:42.123Z';

test('a push waits little for the price of a fee while ccxt-service hangs, and the fill gets it afterwards', async () => {
  await eventually(
    async () => {
      const { rows } = await pool.query('SELECT name FROM exchanges WHERE enabled AND removed_at IS NULL');
      expect(rows).toEqual([{ name: 'simulator' }]);
    },
    { timeoutMs: 15_000 },
  );
  const push = async (id: string): Promise<number> => {
    const fee = { cost: '0.5', currency: 'BNB' };
    const fill = { id, symbol: 'BTC/USDT', side: 'buy', price: '45000', amount: '0.1', fee, executed_at: AT };
    const started = performance.now();
    const answer = await call(backend, 'POST', 'trades', { exchange: 'mybot', fills: [fill] });
    expect(told(answer)).toEqual([200, { stored: 1, duplicates: 0, rejected: [] }]);
    return performance.now() - started;
  };
  const fees = async (): Promise<unknown[]> =>
    (await pool.query('SELECT fill_id AS id, trim_scale(fee_quote) AS fee FROM fills ORDER BY fill_id')).rows;

  await stopTree(ccxt.pid);
  const waits = [await push('1'), await push('2')];
  expect(await fees()).toEqual([
    { id: '1', fee: null },
    { id: '2', fee: null },
  ]);
  await contTree(ccxt.pid);
  expect(waits[0]).toBeLessThan(4_000);
  expect(waits[1]).toBeLessThan(1_500);

  const query = `symbol=BNBUSDT&interval=1m&limit=1&startTime=${Date.parse('2026-03-03T10:30:00Z')}`;
  const { json } = await request(`${exchange.url}/api/v3/klines?${query}`);
  const [[, open]] = json as [[number, string]];
  const fee = String(Number(open) / 2);
  await eventually(
    async () =>
      expect(await fees()).toEqual([
        { id: '1', fee },
        { id: '2', fee },
      ]),
    { timeoutMs: 30_000, everyMs: 200 },
  );
});
