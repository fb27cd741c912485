import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { databaseReason } from '@neuratrade/service-kit';
import { createCleanup, startPostgres } from '@neuratrade/test-kit';
import { Decimal } from '../src/ledger/decimal.js';
import { createEquity, type Equity } from '../src/ledger/equity/service.js';
import { createTransfers, type Transfers } from '../src/ledger/transfers/service.js';
import { type LedgerRig, ledgerRig } from './ledger-rig.js';

jest.setTimeout(60_000);

const HOUR = 3_600_000;
const FROM = Date.UTC(2026, 2, 1);
const cleanup = createCleanup();
afterAll(cleanup.run);

let rig: LedgerRig;
let transfers: Transfers;
let equity: Equity;
let accounts = 0;

beforeAll(async () => {
  rig = await ledgerRig(cleanup, cleanup.use(await startPostgres()));
  const rateOf = ({ currency }: { currency: string }) => (currency === 'USDT' ? new Decimal(1) : null);
  transfers = createTransfers({ pool: rig.pool, rates: { many: async () => rateOf } });
  equity = createEquity({ pool: rig.pool, transfers, reasonOf: databaseReason });
}, 60_000);

type Taken = readonly [minute: number, equity: string, partial?: 'partial'];
type Moved = readonly [minute: number, amount: number, asset?: string];

const timeOf = (minute: number) => FROM + minute * 60_000;

/** The curve of two hours of a new account, hour by hour: minute, equity, low, flows, and whether it is partial. */
async function curve(taken: readonly Taken[], moved: readonly Moved[] = []): Promise<unknown[]> {
  accounts += 1;
  const { rows } = await rig.pool.query<{ id: number }>(
    'INSERT INTO accounts (name) VALUES ($1) RETURNING id',
    [`curve-${accounts}`],
  );
  const id = rows[0]?.id as number;
  await rig.pool.query(
    `INSERT INTO equity_snapshots SELECT $1, at, equity, 0, 0, 0, 0, partial
     FROM unnest($2::timestamptz[], $3::numeric[], $4::boolean[]) AS given(at, equity, partial)`,
    [
      id,
      taken.map(([minute]) => new Date(timeOf(minute))),
      taken.map(([, worth]) => worth),
      taken.map(([, , partial]) => partial !== undefined),
    ],
  );
  await transfers.add(
    { account: { id }, exchange: 'mybot' },
    moved.map(([minute, amount, asset = 'USDT'], index) => ({
      ...{ kind: amount < 0 ? 'withdrawal' : 'deposit', id: String(index), asset },
      ...{ amount: String(Math.abs(amount)), executedAt: timeOf(minute) },
    })),
  );
  const points = await equity.between(id, { from: FROM, to: FROM + 2 * HOUR, stepMs: HOUR });
  return points.map((point) => [
    (point.at - FROM) / 60_000,
    ...[point.equity.toFixed(), point.low.toFixed(), point.flows?.toFixed() ?? null, point.partial],
  ]);
}

test('a fall within a step is its low', async () => {
  expect(
    await curve([
      [5, '100'],
      [20, '61.5'],
      [55, '101'],
      [65, '99'],
      [115, '102'],
    ]),
  ).toEqual([
    [55, '101', '61.5', '0', false],
    [115, '102', '99', '0', false],
  ]);
});

test('what came and went is told since the first point, and neither is a low', async () => {
  const taken: Taken[] = [
    [5, '100'],
    [30, '100'],
    [40, '1100'],
    [55, '1090'],
    [70, '1095'],
    [80, '595'],
    [115, '600'],
  ];
  const moved: Moved[] = [
    [1, 7],
    [35, 1_000],
    [75, -500],
    [121, 9],
  ];
  expect(await curve(taken, moved)).toEqual([
    [55, '1090', '1090', '0', false],
    [115, '600', '595', '-500', false],
  ]);
});

test('a fall beside a deposit or a withdrawal is a low all the same', async () => {
  const taken: Taken[] = [
    [55, '1000'],
    [65, '900'],
    [70, '1400'],
    [115, '1500'],
  ];
  expect(await curve(taken, [[70, 500]])).toEqual([
    [55, '1000', '1000', '0', false],
    [115, '1500', '1400', '500', false],
  ]);
});

test('from what has no price on flows are not known', async () => {
  const taken: Taken[] = [
    [55, '100'],
    [65, '120'],
    [115, '110'],
    [120, '130'],
  ];
  const moved: Moved[] = [
    [50, 5, 'XYZ'],
    [60, 20],
    [118, 1, 'XYZ'],
    [119, 1],
  ];
  expect(await curve(taken, moved)).toEqual([
    [55, '100', '100', '0', false],
    [115, '110', '110', '20', false],
    [120, '130', '130', null, false],
  ]);
});

test('a snapshot in which something was missing is a low only where it is in all', async () => {
  const taken: Taken[] = [
    ...([
      [5, '100'],
      [30, '10', 'partial'],
      [55, '90'],
      [65, '40', 'partial'],
      [70, '30', 'partial'],
    ] as const),
    ...([
      [110, '95'],
      [115, '20', 'partial'],
      [120, '50', 'partial'],
    ] as const),
  ];
  expect(await curve(taken)).toEqual([
    [55, '90', '90', '0', false],
    [115, '20', '95', '0', true],
    [120, '50', '50', '0', true],
  ]);
});

test('a curve without snapshots has no points, whatever came', async () => {
  expect(await curve([], [[10, 5]])).toEqual([]);
});
