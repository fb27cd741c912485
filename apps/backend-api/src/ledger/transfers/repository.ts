import type { Pool, PoolClient } from 'pg';
import { Decimal } from '../decimal.js';
import type { Flow, NewTransfer } from './transfer.js';

/** One that has no value yet. */
export interface Unvalued {
  readonly accountId: number;
  readonly exchange: string;
  readonly kind: NewTransfer['kind'];
  readonly id: string;
  readonly asset: string;
  readonly amount: string;
  readonly at: number;
}

export interface Valued extends Unvalued {
  readonly value: Decimal;
}

/** Inserts those that are not known, and resolves with how many that were. */
export async function insertTransfers(
  client: Pool | PoolClient,
  { accountId, exchange }: { readonly accountId: number; readonly exchange: string },
  transfers: readonly NewTransfer[],
): Promise<number> {
  const { rowCount } = await client.query({
    name: 'transfers_insert',
    text: `INSERT INTO transfers (account_id, exchange, kind, transfer_id, asset, amount, executed_at)
           SELECT $1, $2, kind, id, asset, amount, to_timestamp(at / 1000.0)
           FROM unnest($3::text[], $4::text[], $5::text[], $6::numeric[], $7::float8[]) AS given(kind, id, asset, amount, at)
           ORDER BY kind, id COLLATE "C"
           ON CONFLICT DO NOTHING`,
    values: [
      accountId,
      exchange,
      transfers.map(({ kind }) => kind),
      transfers.map(({ id }) => id),
      transfers.map(({ asset }) => asset),
      transfers.map(({ amount }) => amount),
      transfers.map(({ executedAt }) => executedAt),
    ],
  });
  return rowCount ?? 0;
}

/** What came and went after `from` and up to `to` (milliseconds), oldest first. */
export async function listFlows(pool: Pool, accountId: number, from: number, to: number): Promise<Flow[]> {
  const { rows } = await pool.query<{ at: number; asset: string; amount: string; value: string | null }>({
    name: 'transfers_flows',
    text: `SELECT (extract(epoch FROM executed_at) * 1000)::float8 AS at, asset,
             CASE kind WHEN 'deposit' THEN amount ELSE -amount END AS amount,
             CASE kind WHEN 'deposit' THEN value ELSE -value END AS value
           FROM transfers
           WHERE account_id = $1 AND executed_at > to_timestamp($2::float8 / 1000) AND executed_at <= to_timestamp($3::float8 / 1000)
           ORDER BY executed_at, exchange, kind, transfer_id`,
    values: [accountId, from, to],
  });
  return rows.map(({ at, asset, amount, value }) => ({
    at,
    asset,
    amount: new Decimal(amount),
    value: value === null ? null : new Decimal(value),
  }));
}

/** At most `limit` without a value, of one account or of all, the latest first. */
export async function listUnvalued(
  pool: Pool,
  accountId: number | undefined,
  limit: number,
): Promise<Unvalued[]> {
  const { rows } = await pool.query<Unvalued>({
    name: 'transfers_unvalued',
    text: `SELECT account_id AS "accountId", exchange, kind, transfer_id AS id, asset, amount,
             (extract(epoch FROM executed_at) * 1000)::float8 AS at
           FROM transfers WHERE value IS NULL AND ($1::integer IS NULL OR account_id = $1)
           ORDER BY executed_at DESC LIMIT $2`,
    values: [accountId ?? null, limit],
  });
  return rows;
}

export async function setValues(pool: Pool, valued: readonly Valued[]): Promise<void> {
  await pool.query({
    name: 'transfers_value',
    text: `UPDATE transfers AS known SET value = given.value
           FROM unnest($1::integer[], $2::text[], $3::text[], $4::text[], $5::numeric[]) AS given(account_id, exchange, kind, id, value)
           WHERE known.account_id = given.account_id AND known.exchange = given.exchange AND known.kind = given.kind
             AND known.transfer_id = given.id AND known.value IS NULL`,
    values: [
      valued.map(({ accountId }) => accountId),
      valued.map(({ exchange }) => exchange),
      valued.map(({ kind }) => kind),
      valued.map(({ id }) => id),
      valued.map(({ value }) => value.toFixed()),
    ],
  });
}
