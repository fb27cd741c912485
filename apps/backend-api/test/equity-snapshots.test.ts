import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { createLogger, databaseReason } from '@neuratrade/service-kit';
import { createCleanup, eventually, startPostgres, type TestPostgres } from '@neuratrade/test-kit';
import { createBalances } from '../src/ledger/balances/service.js';
import { Decimal, ZERO } from '../src/ledger/decimal.js';
import { createRecorder } from '../src/ledger/equity/recorder/recorder.js';
import {
  addTurns,
  storeSnapshot,
  takeTurn,
  thinSnapshots,
} from '../src/ledger/equity/recorder/repository.js';
import { createEquity } from '../src/ledger/equity/service.js';
import { createExchangePositions } from '../src/ledger/exchange-positions/service.js';
import { openBookOf } from '../src/ledger/portfolio/books.js';
import { createPrices } from '../src/ledger/portfolio/prices.js';
import { createPortfolios } from '../src/ledger/portfolio/service.js';
import { createTransfers } from '../src/ledger/transfers/service.js';
import { fillsOf, type LedgerRig, ledgerRig } from './ledger-rig.js';

jest.setTimeout(60_000);

const cleanup = createCleanup();
afterAll(cleanup.run);

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = cleanup.use(await startPostgres());
}, 60_000);

const quiet = createLogger({ format: 'iso', level: 'error', stdout: false, redact: (text) => text });
const usdt = (amount: string) => ({
  ...{ asset: 'USDT', free: new Decimal(amount), used: ZERO, total: new Decimal(amount) },
});
const figures = (equity: string) => ({
  ...{ equity: new Decimal(equity), cash: ZERO, exposure: ZERO, unrealized: ZERO, openFees: ZERO },
  partial: false,
});

/** The ledger over a new database, where 1 BTC is worth 46,000 USDT. */
async function rigOf() {
  const rig = await ledgerRig(cleanup, postgres);
  const { pool, positions } = rig;
  const balances = createBalances({ pool });
  const transfers = createTransfers({ pool, rates: { many: async () => () => null } });
  const portfolios = createPortfolios({
    books: async (accountId) => (await positions.open(accountId)).map(openBookOf),
    ...{ balances, swaps: createExchangePositions({ pool }), stablecoins: [], reasonOf: databaseReason },
    prices: createPrices({
      ask: async ({ symbol }) =>
        symbol === 'BTC/USDT' ? { price: new Decimal(46_000), asOf: Date.now(), stale: false } : 'unlisted',
      ...{ active: () => ['mybot'], currency: 'USDT', stablecoins: [] },
    }),
    oldAfterMs: 60_000,
  });
  const start = (everyMs: number, isBackFilling = false) => {
    const recorder = createRecorder({
      ...{ pool, portfolios, everyMs, reasonOf: databaseReason, logger: quiet, lookMs: 50 },
      isBackFilling: async () => isBackFilling,
    });
    recorder.open();
    return cleanup.use(recorder);
  };
  return { ...rig, balances, start, equity: createEquity({ pool, transfers, reasonOf: databaseReason }) };
}

const account = async ({ place }: Pick<LedgerRig, 'place'>) => (await place()).account.id;
const insert = (pool: LedgerRig['pool'], accountId: number, at: readonly Date[], partial = false) =>
  pool.query(
    `INSERT INTO equity_snapshots SELECT $1, at, n, 0, 0, 0, 0, $3 FROM unnest($2::timestamptz[]) WITH ORDINALITY AS given(at, n)`,
    [accountId, at, partial],
  );

describe('snapshots', () => {
  test('are taken once for all replicas, with what the account is worth then', async () => {
    const rig = await rigOf();
    const id = await account(rig);
    await rig.store(await rig.place(), fillsOf([['buy', '0.05', '45000']]));
    await rig.balances.replace(await rig.place(), [usdt('8200')], { source: 'put', asOf: Date.now() });
    const began = Date.now();
    const replicas = [rig.start(400), rig.start(400), rig.start(400)];
    const read = () => rig.equity.between(id, { from: began - 1_000, to: Date.now() + 1_000, stepMs: 1 });
    await eventually(async () => expect((await read()).length).toBeGreaterThanOrEqual(6));
    await Promise.all(replicas.map(({ close }) => close()));
    const snapshots = await read();
    const slots = new Set(snapshots.map(({ at }) => Math.floor(at / 400)));
    expect(slots.size).toBeGreaterThanOrEqual(snapshots.length - 1);
    expect(new Set(snapshots.map(({ at, ...rest }) => JSON.stringify(rest)))).toEqual(
      new Set([
        JSON.stringify({
          ...{ equity: '10500', cash: '8200', exposure: '2300', unrealized: '50', openFees: '0' },
          ...{ partial: false, low: '10500', flows: '0' },
        }),
      ]),
    );
  });

  test('are not taken of an account that nothing is known of, and soon once something is', async () => {
    const rig = await rigOf();
    const id = await account(rig);
    rig.start(200);
    await eventually(async () => {
      const { rows } = await rig.pool.query('SELECT due_at > now() AS later FROM equity_turns');
      expect(rows).toEqual([{ later: true }]);
    });
    expect(await rig.equity.first(id)).toBeNull();
    await rig.balances.replace(await rig.place(), [], { source: 'sync', asOf: Date.now() });
    await eventually(async () => expect((await rig.equity.first(id))?.equity).toEqual(ZERO));
  });

  test('wait longer for fills that are still to come, and are partial without them', async () => {
    const rig = await rigOf();
    await rig.balances.replace(await rig.place(), [usdt('1')], { source: 'sync', asOf: Date.now() });
    rig.start(100, true);
    const id = await account(rig);
    await eventually(async () => expect((await rig.equity.first(id))?.partial).toBe(true));
  });

  test('wait a little for prices that are missing, and are partial without them', async () => {
    const rig = await rigOf();
    const xyz = { asset: 'XYZ', free: new Decimal(1), used: ZERO, total: new Decimal(1) };
    await rig.balances.replace(await rig.place(), [usdt('1'), xyz], { source: 'sync', asOf: Date.now() });
    rig.start(300);
    const id = await account(rig);
    const first = await eventually(async () => {
      const snapshot = await rig.equity.first(id);
      if (snapshot === null) throw new Error('none yet');
      return snapshot;
    });
    expect([first.equity.toFixed(), first.partial]).toEqual(['1', true]);
  });

  test('are taken over from a replica that has gone, which then stores none', async () => {
    const { pool, ...rig } = await rigOf();
    const id = await account(rig);
    await addTurns(pool);
    const gone = await takeTurn(pool, randomUUID(), 200);
    expect(gone).toMatchObject({ accountId: id });
    expect(await takeTurn(pool, randomUUID(), 200)).toBeUndefined();
    const next = await eventually(async () => {
      const turn = await takeTurn(pool, randomUUID(), 5_000);
      if (turn === undefined) throw new Error('still taken');
      return turn;
    });
    if (gone === undefined) throw new Error('no turn');
    expect(await storeSnapshot(pool, gone, figures('1'), 300_000)).toBe(false);
    expect(await storeSnapshot(pool, next, figures('2'), 300_000)).toBe(true);
    expect((await rig.equity.first(id))?.equity.toFixed()).toBe('2');
    const { rows } = await pool.query(
      'SELECT extract(epoch FROM due_at)::int % 300 AS past FROM equity_turns',
    );
    expect(rows).toEqual([{ past: 0 }]);
  });
});

describe('what is read of them', () => {
  const at = (text: string) => new Date(`2026-03-${text}Z`);
  const times = ['01T10:00', '01T23:59', '02T00:00', '02T00:05', '04T12:00'].map(at);
  let rig: Awaited<ReturnType<typeof rigOf>>;
  let id: number;

  beforeAll(async () => {
    rig = await rigOf();
    id = await account(rig);
    await insert(rig.pool, id, times);
  });

  test('the last of each day', async () => {
    const days = await rig.equity.daily(id);
    expect(
      days.map(({ day, equity }) => [new Date(day * 86_400_000).getUTCDate(), equity.toFixed()]),
    ).toEqual([
      [1, '2'],
      [2, '4'],
      [4, '5'],
    ]);
  });

  test('the last at or before an instant, and none before the first', async () => {
    const found = await Promise.all(
      ['01T09:59', '01T10:00', '03T00:00'].map((text) => rig.equity.at(id, at(text).getTime())),
    );
    expect(found.map((snapshot) => snapshot?.equity.toFixed() ?? null)).toEqual([null, '1', '4']);
  });

  test('of an hour rather one in which nothing was missing', async () => {
    const given = await rigOf();
    const accountId = await account(given);
    await insert(given.pool, accountId, ['01T10:00', '01T10:05', '01T11:10'].map(at));
    await insert(given.pool, accountId, ['01T10:10', '01T11:06'].map(at), true);
    const instants = ['01T10:12', '01T11:05', '01T11:06', '01T11:12'].map((text) => at(text).getTime());
    const found = await given.equity.atEach(accountId, instants);
    expect(found.map((snapshot) => [snapshot?.at, snapshot?.partial])).toEqual(
      [
        ['01T10:05', false],
        ['01T10:05', false],
        ['01T11:06', true],
        ['01T11:10', false],
      ].map(([text, partial]) => [at(text as string).getTime(), partial]),
    );
  });

  test('the last of each step of a stretch that has any', async () => {
    const stretch = { from: at('01T23:00').getTime(), to: at('04T12:00').getTime(), stepMs: 3_600_000 };
    const found = await rig.equity.between(id, stretch);
    expect(found.map((snapshot) => snapshot.equity.toFixed())).toEqual(['2', '4', '5']);
  });

  test('the first in which nothing was missing, else the first', async () => {
    const second = (
      await rig.pool.query<{ id: number }>(`INSERT INTO accounts (name) VALUES ('b') RETURNING id`)
    ).rows[0]?.id as number;
    await insert(rig.pool, second, times.slice(0, 2), true);
    const first = async () => (await rig.equity.wholeFrom(second, 0))?.at;
    expect(await first()).toBe(times[0]?.getTime());
    await insert(rig.pool, second, times.slice(2));
    expect(await first()).toBe(times[2]?.getTime());
  });
});

test('after 30 days the first of all and the last of each hour stay', async () => {
  const { pool, equity, ...rig } = await rigOf();
  const id = await account(rig);
  const hour = Math.floor(Date.now() / 3_600_000) * 3_600_000 - 31 * 86_400_000;
  const minutes = [0, 5, 55, 60, 65, 120, 44_000].map((count) => hour + count * 60_000);
  await insert(
    pool,
    id,
    minutes.map((time) => new Date(time)),
  );
  await addTurns(pool);
  const thinned = [await thinSnapshots(pool, id, 30), await thinSnapshots(pool, id, 30)];
  const left = await equity.between(id, { from: 0, to: Date.now(), stepMs: 1 });
  expect(thinned).toEqual([2, 0]);
  expect(left.map(({ at }) => (at - hour) / 60_000)).toEqual([0, 55, 65, 120, 44_000]);
});
