import { afterAll, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { databaseReason } from '@neuratrade/service-kit';
import { createCleanup, eventually, startPostgres, type TestPostgres } from '@neuratrade/test-kit';
import type pg from 'pg';
import { createAccounts } from '../src/ledger/accounts/service.js';
import { createFills } from '../src/ledger/fills/fills.js';
import type { NewFill } from '../src/ledger/fills/new-fill.js';
import { createRepricing } from '../src/ledger/rates/repricing/repricing.js';
import type { Rates } from '../src/ledger/rates/service.js';
import { type ScriptedRates, scriptedRates } from './rates-ccxt.js';
import { logger, newDatabase, newRates, remembered } from './rates-database.js';

jest.setTimeout(60_000);

const cleanup = createCleanup();
const reasonOf = databaseReason;
const MAIN = { id: 1, name: 'main', createdAt: 0 };
const BEGIN = Date.parse('2026-03-03T10:30:00Z');
const DOWN = 'http://127.0.0.1:1';
let postgres: TestPostgres;
let ccxt: ScriptedRates;
let pool: pg.Pool;

beforeAll(async () => {
  [postgres, ccxt] = await Promise.all([startPostgres().then(cleanup.use), scriptedRates(cleanup)]);
});

beforeEach(async () => {
  pool = await newDatabase(cleanup, postgres);
  ccxt.asked();
});

afterAll(cleanup.run);

const fill = (n: number, given: Partial<NewFill> = {}): NewFill => ({
  ...{ symbol: 'BTC/USDT', market: 'spot', id: String(n), side: n % 2 === 0 ? 'buy' : 'sell', line: 'net' },
  ...{ price: '100', amount: '1', contractSize: '1', funding: null, executedAt: BEGIN + n * 60_000 },
  fees: [{ cost: '0.5', currency: 'BNB' }],
  ...given,
});

/** Minutes from the beginning on, each of which opens at what `open` says. */
const candles = (count: number, open: (minute: number) => number) =>
  Array.from({ length: count }, (_, minute) => {
    const price = String(open(minute));
    return [new Date(BEGIN + minute * 60_000).toISOString().replace('.000Z', 'Z'), price, price] as const;
  });

const fillsOf = (rates: Rates) =>
  createFills({ pool, rates, accounts: createAccounts({ pool, reasonOf }), logger, reasonOf });

/** Stores fills as a backend that knows no rates does. */
async function stored(fills: readonly NewFill[]): Promise<void> {
  await fillsOf(newRates(pool, DOWN)).store({ account: MAIN, exchange: 'mybot' }, fills);
}

/** The background work of one backend, and how often it folded a book again. */
function started(url = ccxt.url) {
  const rates = newRates(pool, url, ['alpha']);
  const { reprice, feature } = fillsOf(rates);
  const refolds: number[] = [];
  const repricing = createRepricing({
    ...{ pool, rates, reasonOf, logger, everyMs: 50 },
    refold: async (bookId, from) => {
      refolds.push(from);
      await reprice(bookId, from);
    },
  });
  const both = [feature, repricing];
  for (const { open } of both) open?.();
  const close = async (): Promise<void> => void (await Promise.all(both.map((part) => part.close?.())));
  cleanup.add(close);
  return { refolds, close };
}

const pnls = async (): Promise<unknown[]> =>
  (
    await pool.query(
      'SELECT fill_id AS id, trim_scale(fee_quote) AS fee, trim_scale(rate) AS rate, trim_scale(pnl) AS pnl FROM fills ORDER BY executed_at, fill_id',
    )
  ).rows;

const unpriced = async (): Promise<number> =>
  Number(
    (await pool.query('SELECT count(*) FROM fills WHERE fee_quote IS NULL OR rate IS NULL')).rows[0].count,
  );

const SOON = { timeoutMs: 20_000, everyMs: 50 };

test('fills that came while no rate was to be had are priced when there is one', async () => {
  ccxt.set({ alpha: { markets: { 'BNB/USDT': candles(3, (minute) => 10 + minute), 'BTC/EUR': [] } } });
  const inEuro = { symbol: 'BTC/EUR', fees: [{ cost: '1', currency: 'EUR' }] };
  await stored([fill(0), fill(1, { price: '120' }), fill(2, inEuro)]);
  expect(await unpriced()).toBe(3);
  const { refolds } = started();
  await eventually(async () => expect(await unpriced()).toBe(1), SOON);
  await eventually(
    async () =>
      expect(await pnls()).toEqual([
        { id: '0', fee: '5', rate: '1', pnl: null },
        { id: '1', fee: '5.5', rate: '1', pnl: '9.5' },
        { id: '2', fee: '1', rate: null, pnl: null },
      ]),
    SOON,
  );
  expect(refolds).toEqual([BEGIN]);
  expect(await remembered(pool)).toMatchObject([
    { currency: 'BNB', minute: '2026-03-03T10:30', price: '10' },
    { currency: 'BNB', minute: '2026-03-03T10:31', price: '11' },
    { currency: 'EUR', minute: '2026-03-03T10:32', price: null },
  ]);
});

test('fills of many days are priced by as few questions as there are thousands of minutes', async () => {
  ccxt.set({ alpha: { markets: { 'BNB/USDT': candles(6_000, (minute) => 1 + (minute % 7)) } } });
  await stored(Array.from({ length: 2_500 }, (_, i) => fill(2 * i, { id: String(i), side: 'buy' })));
  started();
  await eventually(async () => expect(await unpriced()).toBe(0), SOON);
  const { rows } = await pool.query('SELECT trim_scale(sum(fee_quote)) AS fees FROM fills');
  const expected = Array.from({ length: 2_500 }, (_, i) => 0.5 * (1 + ((2 * i) % 7)));
  expect(rows).toEqual([{ fees: String(expected.reduce((sum, fee) => sum + fee, 0)) }]);
  expect(ccxt.asked().length).toBeLessThanOrEqual(10);
});

test('what nobody can price is not asked for again and again, and keeps nothing else waiting', async () => {
  ccxt.set({ alpha: { markets: { 'BNB/USDT': candles(10, () => 10) } } });
  await stored([fill(0, { fees: [{ cost: '1', currency: 'NOSUCH' }] })]);
  const { refolds } = started();
  await eventually(async () => expect(await remembered(pool)).toHaveLength(1), SOON);
  ccxt.asked();
  await stored([fill(2, { symbol: 'ETH/USDT' })]);
  await eventually(async () => expect(await unpriced()).toBe(1), SOON);
  expect(refolds).toEqual([BEGIN + 120_000]);
  expect(ccxt.asked()).toEqual(['ohlcv alpha BNB/USDT']);
});

test('what can be priced is found also beyond thousands of fills that nobody can price', async () => {
  ccxt.set({ alpha: { markets: { 'BNB/USDT': candles(10, () => 10) } } });
  const hopeless = (_: unknown, i: number): NewFill =>
    fill(100 + i, { fees: [{ cost: '1', currency: 'NOSUCH' }] });
  await stored([fill(0), ...Array.from({ length: 2_200 }, hopeless)]);
  const { refolds } = started();
  await eventually(async () => expect(await unpriced()).toBe(2_200), SOON);
  expect(refolds).toEqual([BEGIN]);
  const { rows } = await pool.query(`EXPLAIN SELECT FROM fills WHERE fee_quote IS NULL OR rate IS NULL
    ORDER BY executed_at DESC, book_id DESC, fill_id DESC LIMIT 1000`);
  expect(JSON.stringify(rows)).toContain('fills_unpriced_order');
});

test('one backend at a time does it, and another one takes over when that is gone', async () => {
  ccxt.set({ alpha: { markets: { 'BNB/USDT': candles(10, () => 10) } } });
  const first = started(DOWN);
  await eventually(async () => {
    const { rowCount } = await pool.query('SELECT FROM leases');
    expect(rowCount).toBe(1);
  }, SOON);
  const second = started();
  await stored([fill(0)]);
  await pool.query(`UPDATE leases SET held_until = now() + interval '1 hour'`);
  const held = await pool.query('SELECT holder FROM leases');
  await eventually(async () => {
    const { rows } = await pool.query(
      `SELECT held_until < now() + interval '2 minutes' AS prolonged FROM leases`,
    );
    expect(rows).toEqual([{ prolonged: true }]);
  }, SOON);
  expect([(await pool.query('SELECT holder FROM leases')).rows, await unpriced()]).toEqual([held.rows, 1]);
  await first.close();
  await eventually(async () => expect(await unpriced()).toBe(0), SOON);
  expect(second.refolds).toEqual([BEGIN]);
});
