import type { Pool } from 'pg';
import type { Figures } from '../../portfolio/valued.js';

/** An account whose snapshot is to be taken now, by whom it was given to. */
export interface Turn {
  readonly accountId: number;
  readonly holder: string;
  /** By the clock of the database, in milliseconds of the epoch. */
  readonly at: number;
}

/** Gives every account its turns. */
export async function addTurns(pool: Pool): Promise<void> {
  await pool.query({
    name: 'equity_turns_add',
    text: `INSERT INTO equity_turns (account_id)
           SELECT id FROM accounts WHERE NOT EXISTS (SELECT FROM equity_turns WHERE account_id = id)
           ON CONFLICT DO NOTHING`,
  });
}

/** Takes one that is due and nobody's, for `leaseMs`. */
export async function takeTurn(pool: Pool, holder: string, leaseMs: number): Promise<Turn | undefined> {
  const { rows } = await pool.query<{ accountId: number; at: Date }>({
    name: 'equity_turns_take',
    text: `UPDATE equity_turns SET leased_by = $1, leased_until = clock_timestamp() + $2 * interval '1 ms'
           WHERE account_id = (
             SELECT account_id FROM equity_turns
             WHERE due_at <= clock_timestamp() AND leased_until <= clock_timestamp()
             ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED)
           RETURNING account_id AS "accountId", clock_timestamp() AS at`,
    values: [holder, leaseMs],
  });
  return rows.map(({ accountId, at }) => ({ accountId, holder, at: at.getTime() }))[0];
}

/** Puts a turn off. */
export async function passTurn(pool: Pool, { accountId, holder }: Turn, ms: number): Promise<void> {
  await pool.query({
    name: 'equity_turns_pass',
    text: `UPDATE equity_turns SET due_at = clock_timestamp() + $3 * interval '1 ms', leased_until = '-infinity', leased_by = NULL
           WHERE account_id = $1 AND leased_by = $2`,
    values: [accountId, holder, ms],
  });
}

/** Stores a snapshot and ends the turn, the next of which begins with the next multiple of `everyMs`; whether it still was the holder's. */
export async function storeSnapshot(
  pool: Pool,
  { accountId, holder, at }: Turn,
  figures: Figures & { readonly partial: boolean },
  everyMs: number,
): Promise<boolean> {
  const { rowCount } = await pool.query({
    name: 'equity_store',
    text: `WITH mine AS (
             UPDATE equity_turns SET leased_until = '-infinity', leased_by = NULL,
               due_at = date_bin($3 * interval '1 ms', clock_timestamp(), 'epoch') + $3 * interval '1 ms'
             WHERE account_id = $1 AND leased_by = $2 RETURNING account_id)
           INSERT INTO equity_snapshots (account_id, at, equity, cash, exposure, unrealized, open_fees, partial)
           SELECT account_id, $4, $5, $6, $7, $8, $9, $10 FROM mine`,
    values: [
      accountId,
      holder,
      everyMs,
      new Date(at),
      figures.equity.toFixed(),
      figures.cash.toFixed(),
      figures.exposure.toFixed(),
      figures.unrealized.toFixed(),
      figures.openFees.toFixed(),
      figures.partial,
    ],
  });
  return rowCount === 1;
}

/** Of each hour that is older than `days`, leaves the last snapshot, and the first of all; at most a week of them at once. */
export async function thinSnapshots(pool: Pool, accountId: number, days: number): Promise<number> {
  const { rowCount } = await pool.query({
    name: 'equity_thin',
    text: `WITH first AS (SELECT min(at) AS at FROM equity_snapshots WHERE account_id = $1),
           whole AS (
             SELECT coalesce(thinned_until, date_bin('1 hour', first.at, 'epoch')) AS since,
               date_bin('1 hour', now() - $2 * interval '24 hours', 'epoch') AS until
             FROM equity_turns CROSS JOIN first WHERE account_id = $1),
           part AS (SELECT since, least(until, since + interval '7 days') AS until FROM whole WHERE since < until),
           mark AS (UPDATE equity_turns SET thinned_until = part.until FROM part WHERE account_id = $1)
           DELETE FROM equity_snapshots AS old USING part, first
           WHERE old.account_id = $1 AND old.at >= part.since AND old.at < part.until AND old.at > first.at
             AND EXISTS (SELECT FROM equity_snapshots AS later WHERE later.account_id = $1 AND later.at > old.at
               AND later.at < date_bin('1 hour', old.at, 'epoch') + interval '1 hour')`,
    values: [accountId, days],
  });
  return rowCount ?? 0;
}
