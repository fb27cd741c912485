import type { Pool } from 'pg';
import { Decimal } from '../decimal.js';
import type { Flowed } from './flowed.js';
import type { CurveStep, Snapshot } from './snapshot.js';

interface Row {
  readonly at: Date;
  readonly equity: string;
  readonly cash: string;
  readonly exposure: string;
  readonly unrealized: string;
  readonly open_fees: string;
  readonly partial: boolean;
}

const COLUMNS = 'at, equity, cash, exposure, unrealized, open_fees, partial';

/** Of each instant (milliseconds) the last one at or before it; where that is partial, the last whole one of the hour before, if there is one. */
export async function snapshotsAt(
  pool: Pool,
  accountId: number,
  instants: readonly number[],
): Promise<(Snapshot | null)[]> {
  const { rows } = await pool.query<Row & { readonly place: string }>({
    name: 'equity_at',
    text: `SELECT place, ${COLUMNS} FROM unnest($2::timestamptz[]) WITH ORDINALITY AS wanted(instant, place)
           CROSS JOIN LATERAL (
             (SELECT ${COLUMNS} FROM equity_snapshots
              WHERE account_id = $1 AND at <= instant AND at >= instant - interval '1 hour' AND NOT partial ORDER BY at DESC LIMIT 1)
             UNION ALL
             (SELECT ${COLUMNS} FROM equity_snapshots WHERE account_id = $1 AND at <= instant ORDER BY at DESC LIMIT 1)
             ORDER BY partial, at DESC LIMIT 1
           ) AS last`,
    values: [accountId, instants.map((at) => new Date(at))],
  });
  const byPlace = new Map(rows.map((row) => [Number(row.place), snapshotOf(row)]));
  return instants.map((_, index) => byPlace.get(index + 1) ?? null);
}

/** The first one at or after `from`. */
export async function snapshotFrom(
  pool: Pool,
  accountId: number,
  from: number,
  whole: boolean,
): Promise<Snapshot | null> {
  return one(pool, {
    name: 'equity_from',
    text: `SELECT ${COLUMNS} FROM equity_snapshots WHERE account_id = $1 AND at >= $2 AND NOT (partial AND $3)
           ORDER BY at LIMIT 1`,
    values: [accountId, new Date(from), whole],
  });
}

/** The last one of each UTC day, oldest first. */
export async function dailySnapshots(pool: Pool, accountId: number): Promise<Snapshot[]> {
  const { rows } = await pool.query<Row>({
    name: 'equity_daily',
    text: `WITH RECURSIVE last AS (
             (SELECT ${COLUMNS} FROM equity_snapshots WHERE account_id = $1 ORDER BY at DESC LIMIT 1)
             UNION ALL
             SELECT earlier.* FROM last CROSS JOIN LATERAL (
               SELECT ${COLUMNS} FROM equity_snapshots
               WHERE account_id = $1 AND at < date_bin('1 day', last.at, 'epoch') ORDER BY at DESC LIMIT 1
             ) AS earlier
           ) SELECT ${COLUMNS} FROM last ORDER BY at`,
    values: [accountId],
  });
  return rows.map(snapshotOf);
}

/** The last one of each step from `from` to `to`, oldest first, with the step's low. */
export async function snapshotsBetween(
  pool: Pool,
  accountId: number,
  { from, to, stepMs }: { readonly from: number; readonly to: number; readonly stepMs: number },
  flowed: readonly Flowed[],
): Promise<CurveStep[]> {
  const { rows } = await pool.query<Row & { readonly low: string }>({
    name: 'equity_between',
    text: `SELECT ${COLUMNS}, low FROM (
             SELECT DISTINCT ON (step) ${COLUMNS}, flowed + coalesce(
               min(equity - flowed) FILTER (WHERE NOT partial) OVER (PARTITION BY step),
               min(equity - flowed) OVER (PARTITION BY step)) AS low
             FROM (
               SELECT ${COLUMNS}, date_bin(make_interval(secs => $4::float8), at, $2) AS step,
                 ($6::numeric[])[1 + width_bucket(at, $5::timestamptz[])] AS flowed
               FROM equity_snapshots WHERE account_id = $1 AND at >= $2 AND at <= $3
             ) AS taken ORDER BY step, at DESC
           ) AS last ORDER BY at`,
    values: [
      accountId,
      new Date(from),
      new Date(to),
      stepMs / 1_000,
      flowed.map(({ at }) => new Date(at)),
      ['0', ...flowed.map(({ known }) => known.toFixed())],
    ],
  });
  return rows.map((row) => ({ ...snapshotOf(row), low: new Decimal(row.low) }));
}

async function one(
  pool: Pool,
  query: { readonly name: string; readonly text: string; readonly values: unknown[] },
): Promise<Snapshot | null> {
  const { rows } = await pool.query<Row>(query);
  return rows.map(snapshotOf)[0] ?? null;
}

function snapshotOf(row: Row): Snapshot {
  return {
    at: row.at.getTime(),
    equity: new Decimal(row.equity),
    cash: new Decimal(row.cash),
    exposure: new Decimal(row.exposure),
    unrealized: new Decimal(row.unrealized),
    openFees: new Decimal(row.open_fees),
    partial: row.partial,
  };
}
