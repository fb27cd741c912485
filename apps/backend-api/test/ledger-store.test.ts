import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { createCleanup, startPostgres, type TestPostgres } from '@neuratrade/test-kit';
import type { NewFill } from '../src/ledger/fills/store.js';
import { contentsOf, countedSummaries } from './ledger-contents.js';
import { fillsOf, type LedgerRig, ledgerRig, START } from './ledger-rig.js';

jest.setTimeout(120_000);

const cleanup = createCleanup();
let postgres: TestPostgres;
let rig: LedgerRig;

beforeAll(async () => {
  postgres = cleanup.use(await startPostgres());
});

beforeEach(async () => {
  rig = await ledgerRig(cleanup, postgres);
});

afterAll(cleanup.run);

const store = async (fills: readonly NewFill[], exchange?: string) =>
  rig.store(await rig.place(exchange), fills);

const all = (count: number) => ({ stored: count, duplicates: [], conflicts: [] });
const usdt = (cost: string) => ({ fees: [{ cost, currency: 'USDT' }] });

describe('fills that come', () => {
  const trip = fillsOf([
    ['buy', '1', '100', usdt('0.1')],
    ['sell', '1', '110', usdt('0.11')],
    ['buy', '2', '105.5'],
  ]);

  test('are stored with what they realised, and what is left is a position', async () => {
    expect(await store(trip)).toEqual(all(3));
    const { fills, trades } = await contentsOf(rig.pool);
    expect(fills?.map((fill) => Object.values(fill as object).slice(1))).toEqual([
      ['1', new Date(START), 'b', 'n', '100', '1', '1', usdt('0.1').fees, null, '0.1', null, '1', null],
      [
        '2',
        new Date(START + 60_000),
        's',
        'n',
        '110',
        '1',
        '1',
        usdt('0.11').fees,
        null,
        '0.11',
        null,
        '1',
        '9.79',
      ],
      ['3', new Date(START + 120_000), 'b', 'n', '105.5', '2', '1', null, null, '0', null, '1', null],
    ]);
    expect(trades).toEqual([
      {
        ...{ book: 'mybot BTC/USDT', closed_by: '2', line: 'n', side: 'l', size: '1' },
        ...{ entry_price: '100', exit_price: '110', pnl: '9.79', fees: '0.21', funding: '0' },
        ...{ opened_at: new Date(START), closed_at: new Date(START + 60_000) },
      },
    ]);
    const written = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
    expect(written(await rig.positions.open(1))).toEqual([
      {
        ...{ exchange: 'mybot', symbol: 'BTC/USDT', market: 'spot', line: 'net', side: 'long' },
        ...{ size: '2', cost: '211', fees: '0', funding: '0', contractSize: '1' },
        ...{ isDust: false, pricePlaces: 1 },
      },
    ]);
    expect(written(await rig.positions.totals(1))).toEqual([
      {
        ...{ exchange: 'mybot', symbol: 'BTC/USDT', market: 'spot', fills: 3 },
        ...{ trades: 1, wins: 1, losses: 0, draws: 0 },
        ...{ pnl: '9.79', fees: '0.21', funding: '0', volume: '421', unpriced: 0, pricePlaces: 1 },
      },
    ]);
    expect(await rig.positions.heldSymbols()).toEqual(['BTC/USDT']);
    expect((await contentsOf(rig.pool)).summaries).toEqual(await countedSummaries(rig.pool));
  });

  test('again are duplicates, whatever the zeros at the end of their numbers, and with other content conflicts', async () => {
    await store(trip);
    const before = await contentsOf(rig.pool);
    const [first, second, third] = trip as [NewFill, NewFill, NewFill];
    const given = [
      { ...first, price: '100.00', amount: '1.0', ...usdt('0.10'), funding: '0' },
      { ...second, price: '111' },
      { ...third, side: 'sell' as const },
      { ...first, executedAt: START + 1 },
      { ...second, fees: [] },
      third,
      { ...first, line: 'long' as const },
    ];
    expect(await store(given)).toEqual({ stored: 0, duplicates: [0, 5], conflicts: [1, 2, 3, 4, 6] });
    expect(await contentsOf(rig.pool)).toEqual(before);
  });

  test('twice at once are taken once, and of two that differ the first', async () => {
    const [first, second] = trip as [NewFill, NewFill];
    expect(await store([first, first, second, { ...second, price: '99' }])).toEqual({
      ...{ stored: 2, duplicates: [1], conflicts: [3] },
    });
    expect(await store([], 'other')).toEqual(all(0));
  });

  test('are known by whatever id they have', async () => {
    const ids = [
      'NULL',
      'null',
      '{',
      '}',
      'a,b',
      '"',
      '\\',
      'a"\\b',
      ' ',
      ' a ',
      'ä€🚀',
      "'",
      '$1',
      'a\nb',
      '1',
      '01',
    ];
    const fills = ids.map((id) => ({ ...(trip[0] as NewFill), id }));
    expect(await store(fills)).toEqual(all(ids.length));
    expect(await store(fills)).toEqual({ stored: 0, duplicates: [...ids.keys()], conflicts: [] });
    const { rows } = await rig.pool.query('SELECT fill_id FROM fills ORDER BY 1');
    expect(rows.map(({ fill_id }) => fill_id)).toEqual(
      [...ids].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))),
    );
  });

  test('under one id are different fills on another exchange and of another symbol', async () => {
    await store(trip);
    expect(await store(trip, 'other')).toEqual(all(3));
    expect(await store(trip.map((fill) => ({ ...fill, symbol: 'ETH/USDT' })))).toEqual(all(3));
    const [{ count }] = (await rig.pool.query('SELECT count(*) FROM fills')).rows;
    expect(count).toBe('9');
    expect((await contentsOf(rig.pool)).summaries).toEqual(await countedSummaries(rig.pool));
  });

  test('are logged one by one up to a hundred, and more of them in one line', async () => {
    await store(trip.slice(0, 1));
    const more = fillsOf(Array.from({ length: 101 }, (_, n) => ['buy', '1', '1', { id: `n${n}` }]));
    await store(more);
    expect(rig.lines).toEqual([
      [
        'Trade executed',
        {
          ...{ account: 'main', exchange: 'mybot', symbol: 'BTC/USDT', side: 'buy' },
          ...{ amount: '1', price: '100', id: '1' },
        },
      ],
      ['Trade executed', { account: 'main', exchange: 'mybot', fills: 101, symbols: 1 }],
    ]);
  });
});

describe('what else a transaction does', () => {
  test('is done with the fills, and where it fails nothing is stored and its error is told', async () => {
    const fills = fillsOf([['buy', '1', '100']]);
    const lost = new Error('lease lost');
    const place = await rig.place();
    const refused = rig.store(place, fills, {
      also: async (client) => {
        await client.query(`INSERT INTO accounts (name) VALUES ('never')`);
        throw lost;
      },
    });
    await expect(refused).rejects.toBe(lost);
    expect(Object.values(await contentsOf(rig.pool))).toEqual([[], [], [], []]);
    const also = async (client: { query(text: string): Promise<unknown> }): Promise<void> => {
      await client.query(`INSERT INTO accounts (name) VALUES ('also')`);
    };
    expect(await rig.store(place, fills, { also })).toEqual(all(1));
    const { rows } = await rig.pool.query('SELECT name FROM accounts ORDER BY id');
    expect(rows.map(({ name }) => name)).toEqual(['main', 'also']);
  });

  test('a database that refuses is told as one that cannot be asked, and the next attempt works', async () => {
    const fills = fillsOf([['buy', '1', '100']]);
    await rig.pool.query('ALTER TABLE fills RENAME TO elsewhere');
    for (let n = 0; n < 12; n++) {
      await expect(store(fills)).rejects.toMatchObject({
        code: 'unavailable',
        message: 'The database cannot be asked now: table missing. Try again when /ready calls it ready.',
      });
    }
    await rig.pool.query('ALTER TABLE elsewhere RENAME TO fills');
    expect(await store(fills)).toEqual(all(1));
  });
});

describe('money that only a market can price', () => {
  const minute = START + 60_000;
  const bnb = (cost: string) => ({ fees: [{ cost, currency: 'BNB' }] });
  const fills = [
    ...fillsOf([
      ['buy', '1', '100', bnb('0.001')],
      ['sell', '1', '110', { ...bnb('0.002'), executedAt: minute + 1_500 }],
      ['buy', '1', '120', usdt('0.5')],
      ['sell', '0.5', '130', { fees: [{ cost: '0.0001', currency: 'BTC' }] }],
    ]),
    ...fillsOf([
      ['buy', '2', '0.05'],
      ['sell', '2', '0.06', { executedAt: minute }],
    ]).map((fill) => ({ ...fill, symbol: 'ETH/BTC' })),
  ];
  const prices: [string, string][] = [
    [`BNB USDT ${START}`, '600'],
    [`BNB USDT ${minute}`, '610.5'],
    [`BTC USDT ${START}`, '40000'],
    [`BTC USDT ${minute}`, '50000'],
  ];

  test('is priced at the minute of the execution', async () => {
    for (const price of prices) rig.prices.set(...price);
    await store(fills);
    const { rows } = await rig.pool.query(
      'SELECT fill_id, fee_quote, fee_base, rate, pnl FROM fills ORDER BY book_id, 1',
    );
    expect(rows.map((row) => Object.values(row))).toEqual([
      ['1', '0.6', null, '1', null],
      ['2', '1.221', null, '1', '8.179'],
      ['3', '0.5', null, '1', null],
      ['4', '0.013', '0.0001', '1', '4.73795'],
      ['1', '0', null, '40000', null],
      ['2', '0', null, '50000', '1000'],
    ]);
    expect((await contentsOf(rig.pool)).summaries).toEqual(await countedSummaries(rig.pool));
  });

  test('is in no sum while it is unknown, and found later gives what it would have given at once', async () => {
    await store(fills);
    const { rows } = await rig.pool.query('SELECT pnl FROM trades ORDER BY book_id, closed_at');
    expect(rows).toEqual([{ pnl: null }, { pnl: null }]);
    expect((await contentsOf(rig.pool)).summaries).toEqual(await countedSummaries(rig.pool));
    rig.prices.set(...(prices[0] as [string, string]));
    expect(await rig.refolds.reprice(1, START)).toBe(1);
    expect((await contentsOf(rig.pool)).summaries).toEqual(await countedSummaries(rig.pool));
    for (const price of prices) rig.prices.set(...price);
    expect([await rig.refolds.reprice(1, START), await rig.refolds.reprice(2, START)]).toEqual([1, 2]);
    expect([await rig.refolds.reprice(1, START), await rig.refolds.reprice(99, START)]).toEqual([0, 0]);
    const found = await contentsOf(rig.pool);
    const clean = await ledgerRig(cleanup, postgres);
    for (const price of prices) clean.prices.set(...price);
    await clean.store(await clean.place(), fills);
    expect(found).toEqual(await contentsOf(clean.pool));
  });
});

test('what becomes known of a market counts for what was folded before', async () => {
  const fills = fillsOf([
    ['buy', '1.005', '100'],
    ['sell', '1', '110'],
    ['buy', '1', '200'],
    ['sell', '1.005', '210'],
  ]);
  const rules = () => ({ amountStep: '0.010', costMin: null });
  const place = await rig.place();
  await rig.store(place, fills);
  expect((await contentsOf(rig.pool)).trades).toHaveLength(1);
  await rig.store(place, fills.slice(0, 1), { rules });
  const clean = await ledgerRig(cleanup, postgres);
  await clean.store(await clean.place(), fills, { rules });
  const learnt = await contentsOf(rig.pool);
  expect(learnt.trades).toHaveLength(2);
  expect(learnt).toEqual(await contentsOf(clean.pool));
});
