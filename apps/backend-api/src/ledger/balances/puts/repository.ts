import type { PoolClient } from 'pg';
import { Decimal } from '../../decimal.js';
import type { BalancePlace } from '../balance.js';
import type { Amount } from '../flows.js';

/** A balance that was given, and the flows up to it since the one before, as far as they are told. */
export interface Put {
  /** Milliseconds since 1970. */
  readonly asOf: number;
  readonly totals: readonly Amount[];
  readonly flows: readonly Amount[];
}

/** The latest ones of a place, at most `limit`, oldest first. */
export async function listPuts(
  client: PoolClient,
  { account, exchange }: BalancePlace,
  limit: number,
): Promise<Put[]> {
  const { rows } = await client.query<{ asOf: number; totals: Written[]; flows: Written[] }>({
    name: 'balance_puts_list',
    text: `SELECT (extract(epoch FROM as_of) * 1000)::float8 AS "asOf", totals, flows FROM balance_puts
           WHERE account_id = $1 AND exchange = $2 ORDER BY balance_puts.as_of DESC LIMIT $3`,
    values: [account.id, exchange, limit],
  });
  return rows
    .map(({ asOf, totals, flows }) => ({ asOf, totals: totals.map(read), flows: flows.map(read) }))
    .reverse();
}

export async function savePut(
  client: PoolClient,
  { account, exchange }: BalancePlace,
  { asOf, totals, flows }: Put,
): Promise<void> {
  await client.query({
    name: 'balance_puts_save',
    text: `INSERT INTO balance_puts (account_id, exchange, as_of, totals, flows)
           VALUES ($1, $2, to_timestamp($3::float8 / 1000), $4, $5)
           ON CONFLICT (account_id, exchange, as_of) DO UPDATE SET flows = excluded.flows`,
    values: [account.id, exchange, asOf, JSON.stringify(totals.map(write)), JSON.stringify(flows.map(write))],
  });
}

/** Forgets those before an instant (milliseconds), or all. */
export async function forgetPuts(
  client: PoolClient,
  { account, exchange }: BalancePlace,
  before: number | undefined,
): Promise<void> {
  await client.query({
    name: 'balance_puts_forget',
    text: `DELETE FROM balance_puts
           WHERE account_id = $1 AND exchange = $2 AND as_of < coalesce(to_timestamp($3::float8 / 1000), 'infinity')`,
    values: [account.id, exchange, before ?? null],
  });
}

type Written = readonly [asset: string, amount: string];

const write = ({ asset, amount }: Amount): Written => [asset, amount.toFixed()];

const read = ([asset, amount]: Written): Amount => ({ asset, amount: new Decimal(amount) });
