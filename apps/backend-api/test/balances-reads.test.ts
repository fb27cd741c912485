import { afterAll, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { createCleanup, startPostgres, type TestPostgres } from '@neuratrade/test-kit';
import { type Balances, createBalances } from '../src/ledger/balances/service.js';
import { Decimal, ZERO } from '../src/ledger/decimal.js';
import { newDatabase } from './rates-database.js';

jest.setTimeout(60_000);

const cleanup = createCleanup();
const MAIN = { account: { id: 1 }, exchange: 'binance' };
const AS_OF = Date.parse('2026-03-03T10:30:00.123Z');
let postgres: TestPostgres;
let balances: Balances;

beforeAll(async () => {
  postgres = await startPostgres().then(cleanup.use);
});

beforeEach(async () => {
  balances = createBalances({ pool: await newDatabase(cleanup, postgres) });
});

afterAll(cleanup.run);

const holding = (asset: string, free: string, used = '0') => ({
  ...{ asset, free: new Decimal(free), used: new Decimal(used) },
  total: new Decimal(free).plus(used),
});
const told = { exchange: 'binance', asOf: AS_OF, source: 'sync', failedSince: null, error: null };

test('nothing is known at first', async () => {
  expect(await balances.of(1)).toEqual({ balances: [], reads: [] });
});

test('the last reading is what is held, with what is free and what is in orders', async () => {
  await balances.replace(MAIN, [holding('BTC', '1'), holding('USDT', '5')], {
    source: 'sync',
    asOf: AS_OF - 1,
  });
  await balances.replace(MAIN, [holding('USDT', '7.50', '2.5'), { ...holding('ETH', '0'), total: ZERO }], {
    source: 'sync',
    asOf: AS_OF,
  });
  expect(await balances.of(1)).toEqual({
    balances: [{ exchange: 'binance', ...holding('USDT', '7.5', '2.5') }],
    reads: [told],
  });
});

test('a reading that arrives late does not undo a later one', async () => {
  await balances.replace(MAIN, [holding('USDT', '5')], { source: 'sync', asOf: AS_OF });
  await balances.replace(MAIN, [holding('USDT', '4')], { source: 'sync', asOf: AS_OF - 1 });
  expect((await balances.of(1)).balances).toEqual([{ exchange: 'binance', ...holding('USDT', '5') }]);
});

test('a reading that fails keeps what was held, and says since when and why', async () => {
  await balances.replace(MAIN, [holding('USDT', '5')], { source: 'sync', asOf: AS_OF });
  const before = Date.now();
  await balances.failed(MAIN, 'binance does not answer');
  const first = await balances.of(1);
  await balances.failed(MAIN, 'binance is busy');
  const { balances: held, reads } = await balances.of(1);
  expect(held).toEqual([{ exchange: 'binance', ...holding('USDT', '5') }]);
  expect(reads).toEqual([{ ...told, failedSince: first.reads[0]?.failedSince, error: 'binance is busy' }]);
  expect(Math.abs((reads[0]?.failedSince ?? 0) - before)).toBeLessThan(5_000);
  await balances.replace(MAIN, [holding('USDT', '6')], { source: 'sync', asOf: AS_OF + 1 });
  expect((await balances.of(1)).reads).toEqual([{ ...told, asOf: AS_OF + 1 }]);
});

test('an exchange that never could be read holds nothing that is known', async () => {
  await balances.failed(MAIN, 'the key is refused');
  expect(await balances.of(1)).toEqual({
    balances: [],
    reads: [
      {
        ...{ exchange: 'binance', asOf: null, source: null, error: 'the key is refused' },
        failedSince: expect.any(Number),
      },
    ],
  });
});
