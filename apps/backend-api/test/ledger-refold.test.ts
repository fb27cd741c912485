import { afterAll, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { createCleanup, eventually, startPostgres, type TestPostgres } from '@neuratrade/test-kit';
import type { Book } from '../src/ledger/fills/books/book.js';
import { findBook } from '../src/ledger/fills/books/repository.js';
import { refoldBook } from '../src/ledger/fills/refold/refold.js';
import { writeFigures } from '../src/ledger/fills/settle.js';
import type { NewFill } from '../src/ledger/fills/store.js';
import { createEffects } from '../src/ledger/fills/summaries/effects.js';
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

/** Buys and sells in turn, half a minute apart; every hundredth position stays open for a while. */
const history = (count: number): NewFill[] =>
  Array.from({ length: count }, (_, n) => ({
    ...(fillsOf([['buy', '1', '1']])[0] as NewFill),
    id: String(n),
    side: n % 2 === 0 || n % 100 === 99 ? 'buy' : 'sell',
    amount: n % 100 === 98 ? '0.5' : '1',
    price: String(100 + ((n * 7_919) % 997) / 100),
    fees: [{ cost: '0.03', currency: 'USDT' }],
    executedAt: START + n * 30_000,
  }));

async function cleanRun(
  fills: readonly NewFill[],
  rules?: { amountStep: string; costMin: null },
): Promise<unknown> {
  const clean = await ledgerRig(cleanup, postgres);
  const inOrder = fills.toSorted((a, b) => a.executedAt - b.executedAt);
  for (let from = 0; from < inOrder.length; from += 10_000)
    await clean.store(
      await clean.place(),
      inOrder.slice(from, from + 10_000),
      rules ? { rules: () => rules } : {},
    );
  return contentsOf(clean.pool);
}

const versions = async (): Promise<Map<string, string>> => {
  const { rows } = await rig.pool.query('SELECT fill_id, xmin FROM fills');
  return new Map(rows.map(({ fill_id, xmin }) => [fill_id, xmin]));
};

test('a late fill changes what comes after it as far as that differs, and nothing before', async () => {
  const fills = history(5_000);
  const late = fills.splice(2_500, 1);
  await rig.store(await rig.place(), fills);
  const before = await versions();
  expect(await rig.store(await rig.place(), late)).toEqual({ stored: 1, duplicates: [], conflicts: [] });
  const after = await versions();
  const changed = fills.filter(({ id }) => before.get(id) !== after.get(id)).map(({ id }) => Number(id));
  expect(Math.min(...changed)).toBe(2_501);
  expect(await contentsOf(rig.pool)).toEqual(await cleanRun([...fills, ...late]));
});

test('a late fill whose effect ends soon is folded no further than the next checkpoint that says so', async () => {
  const fills = fillsOf(
    Array.from({ length: 6_000 }, (_, n) => [n % 2 ? 'sell' : 'buy', '1', String(100 + (n % 7))]),
  );
  const late = fills.splice(2_000, 2);
  await rig.store(await rig.place(), fills);
  await rig.pool.query(`UPDATE checkpoints SET state = '{}' WHERE fill_id = '5000' OR fill_id = '5002'`);
  await rig.store(await rig.place(), late);
  const { rows } = await rig.pool.query(`SELECT count(*)::int FROM checkpoints WHERE state = '{}'`);
  expect(rows).toEqual([{ count: 1 }]);
  expect(await contentsOf(rig.pool)).toEqual(await cleanRun([...fills, ...late]));
});

test('a fill that comes before many others is stored at once, and folded in the background with those that follow', async () => {
  const fills = history(24_000);
  const [first, last] = [fills.shift() as NewFill, fills.splice(23_000)];
  for (let from = 0; from < fills.length; from += 8_000)
    await rig.store(await rig.place(), fills.slice(from, from + 8_000));
  await rig.store(await rig.place(), [first]);
  const all = { accountId: 1, exchange: undefined, symbol: undefined };
  expect(await rig.refolds.waiting(all)).toEqual({ books: 1, fills: 23_001 });
  await rig.store(await rig.place(), last);
  rig.refolds.start();
  await eventually(async () => expect(await rig.refolds.waiting(all)).toEqual({ books: 0, fills: 0 }), {
    timeoutMs: 60_000,
  });
  const contents = await contentsOf(rig.pool);
  expect(contents).toEqual(await cleanRun([first, ...fills, ...last]));
  expect(contents.summaries).toEqual(await countedSummaries(rig.pool));
  expect(rig.lines.at(-1)).toEqual([
    'Fills folded again',
    { exchange: 'mybot', symbol: 'BTC/USDT', fills: 24_000, of: 24_000, seconds: expect.any(Number) },
  ]);
});

test('a fill that comes still later, while others wait, does not end the refold of those', async () => {
  const fills = fillsOf(
    Array.from({ length: 24_000 }, (_, n) => [n % 2 ? 'sell' : 'buy', '1', String(100 + (n % 7))]),
  );
  const lasting = fillsOf([['buy', '0.5', '90', { id: 'lasting', executedAt: START + 3_000 * 60_000 + 1 }]]);
  const passing = fillsOf(
    (['buy', 'sell'] as const).map((side, n) => [
      side,
      '1',
      '95',
      { id: side, executedAt: START + 60_001 + n },
    ]),
  );
  const place = await rig.place();
  for (let from = 0; from < fills.length; from += 8_000)
    await rig.store(place, fills.slice(from, from + 8_000));
  await rig.store(place, lasting);
  await rig.write(1, async (client) => {
    const book = (await findBook(client, 1)) as Book;
    const effects = createEffects();
    expect(await refoldBook(client, book, effects, 4_000)).toBe(4_000);
    await writeFigures(client, 1, [book], effects);
  });
  await rig.store(place, passing);
  rig.refolds.start();
  const all = { accountId: 1, exchange: undefined, symbol: undefined };
  await eventually(async () => expect(await rig.refolds.waiting(all)).toEqual({ books: 0, fills: 0 }), {
    timeoutMs: 60_000,
  });
  expect(await contentsOf(rig.pool)).toEqual(await cleanRun([...fills, ...lasting, ...passing]));
});

test('asked for, all is folded again from the first fill on, of one symbol or of all', async () => {
  const fills = history(3_000);
  const place = await rig.place();
  await rig.store(place, fills);
  await rig.store(place, fillsOf([['buy', '1', '5', { symbol: 'ETH/USDT' }]]));
  await rig.pool.query(`UPDATE books SET amount_step = '0.6' WHERE symbol = 'BTC/USDT'`);
  const one = { accountId: 1, exchange: 'mybot', symbol: 'BTC/USDT' };
  expect(await rig.refolds.request(one)).toEqual({ books: 1, fills: 3_000 });
  const all = { accountId: 1, exchange: undefined, symbol: undefined };
  expect(await rig.refolds.request(all)).toEqual({ books: 2, fills: 3_001 });
  rig.refolds.start();
  await eventually(async () => expect(await rig.refolds.waiting(all)).toEqual({ books: 0, fills: 0 }), {
    timeoutMs: 60_000,
  });
  await rig.pool.query(`DELETE FROM fills USING books WHERE books.id = book_id AND symbol = 'ETH/USDT'`);
  const { trades } = await contentsOf(rig.pool);
  expect(trades).toEqual(
    ((await cleanRun(fills, { amountStep: '0.6', costMin: null })) as { trades: unknown }).trades,
  );
  await expect(rig.refolds.request({ ...one, symbol: 'ADA/USDT' })).rejects.toMatchObject({
    code: 'not_found',
    message: 'The account has no fills of ADA/USDT on mybot: nothing to fold again.',
  });
});
