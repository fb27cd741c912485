import type { Pool, PoolClient } from 'pg';
import { transaction } from '../../platform/db/transaction.js';
import { Decimal } from '../decimal.js';
import type { Balance, BalancePlace, BalanceRead, BalanceSource, Holding } from './balance.js';

export interface Told {
  readonly source: BalanceSource;
  readonly asOf: number;
}

/** What was known of a place before it was taken hold of. */
export interface Known {
  readonly asOf: number | null;
  readonly source: BalanceSource | null;
}

/** Takes hold of a place until the transaction ends, so that one change of its balances comes after the other. */
export async function holdPlace(client: PoolClient, { account, exchange }: BalancePlace): Promise<Known> {
  const { rows } = await client.query<Known>({
    name: 'balances_hold',
    text: `INSERT INTO balance_reads AS known (account_id, exchange) VALUES ($1, $2)
           ON CONFLICT (account_id, exchange) DO UPDATE SET exchange = known.exchange
           RETURNING (extract(epoch FROM as_of) * 1000)::float8 AS "asOf", source`,
    values: [account.id, exchange],
  });
  return rows[0] as Known;
}

/** Of a place that is held. */
export async function writeBalances(
  client: PoolClient,
  { account, exchange }: BalancePlace,
  holdings: readonly Holding[],
  { source, asOf }: Told,
): Promise<void> {
  await client.query({
    name: 'balances_read',
    text: `UPDATE balance_reads SET as_of = to_timestamp($3::float8 / 1000), source = $4, failed_since = NULL, error = NULL
           WHERE account_id = $1 AND exchange = $2`,
    values: [account.id, exchange, asOf, source],
  });
  await client.query({
    name: 'balances_forget',
    text: 'DELETE FROM balances WHERE account_id = $1 AND exchange = $2 AND asset <> ALL ($3::text[])',
    values: [account.id, exchange, holdings.map(({ asset }) => asset)],
  });
  await client.query({
    name: 'balances_write',
    text: `INSERT INTO balances AS known (account_id, exchange, asset, free, used, total)
           SELECT $1, $2, asset, free, used, total
           FROM unnest($3::text[], $4::numeric[], $5::numeric[], $6::numeric[]) AS given(asset, free, used, total)
           ON CONFLICT (account_id, exchange, asset)
             DO UPDATE SET free = excluded.free, used = excluded.used, total = excluded.total
           WHERE (known.free, known.used, known.total) IS DISTINCT FROM (excluded.free, excluded.used, excluded.total)`,
    values: [
      account.id,
      exchange,
      holdings.map(({ asset }) => asset),
      holdings.map(({ free }) => free.toFixed()),
      holdings.map(({ used }) => used.toFixed()),
      holdings.map(({ total }) => total.toFixed()),
    ],
  });
}

export function replaceBalances(
  pool: Pool,
  place: BalancePlace,
  holdings: readonly Holding[],
  told: Told,
): Promise<void> {
  return transaction(pool, async (client) => {
    const { asOf } = await holdPlace(client, place);
    if (asOf === null || asOf <= told.asOf) await writeBalances(client, place, holdings, told);
  });
}

export async function failRead(
  pool: Pool,
  { account, exchange }: BalancePlace,
  error: string,
): Promise<void> {
  await pool.query({
    name: 'balances_failed',
    text: `INSERT INTO balance_reads AS known (account_id, exchange, failed_since, error) VALUES ($1, $2, now(), $3)
           ON CONFLICT (account_id, exchange)
             DO UPDATE SET failed_since = coalesce(known.failed_since, now()), error = excluded.error`,
    values: [account.id, exchange, error],
  });
}

/** Both as of one instant. */
export async function listBalances(
  pool: Pool,
  accountId: number,
): Promise<{ balances: Balance[]; reads: BalanceRead[] }> {
  const { rows } = await pool.query<BalanceRead & { readonly balances: readonly Row[] }>({
    name: 'balances_list',
    text: `SELECT exchange, (extract(epoch FROM as_of) * 1000)::float8 AS "asOf", source,
             (extract(epoch FROM failed_since) * 1000)::float8 AS "failedSince", error,
             (SELECT coalesce(json_agg(json_build_object('exchange', exchange, 'asset', asset,
                'free', free::text, 'used', used::text, 'total', total::text) ORDER BY asset), '[]')
              FROM balances WHERE balances.account_id = reads.account_id AND balances.exchange = reads.exchange) AS balances
           FROM balance_reads AS reads WHERE account_id = $1 ORDER BY exchange COLLATE "C"`,
    values: [accountId],
  });
  return {
    balances: rows.flatMap(({ balances }) => balances.map(balanceOf)),
    reads: rows.map(({ balances: _, ...read }) => read),
  };
}

interface Row {
  readonly exchange: string;
  readonly asset: string;
  readonly free: string;
  readonly used: string;
  readonly total: string;
}

function balanceOf({ exchange, asset, free, used, total }: Row): Balance {
  return {
    ...{ exchange, asset },
    ...{ free: new Decimal(free), used: new Decimal(used), total: new Decimal(total) },
  };
}
