import type { Pool, PoolClient } from 'pg';
import { transaction } from '../../platform/db/transaction.js';
import { Decimal } from '../decimal.js';
import type { ExchangePosition, ToldPosition } from './position.js';

interface At {
  readonly accountId: number;
  readonly exchange: string;
}

/** Makes the positions of an exchange exactly these, unless newer ones are there. */
export function replacePositions(
  pool: Pool,
  at: At,
  positions: readonly ToldPosition[],
  asOf: number,
): Promise<void> {
  return transaction(pool, async (client) => {
    await remove(client, at, positions, asOf);
    if (positions.length > 0) await upsert(client, at, positions, asOf);
  });
}

async function remove(
  client: PoolClient,
  at: At,
  kept: readonly ToldPosition[],
  asOf: number,
): Promise<void> {
  await client.query({
    name: 'exchange_positions_remove',
    text: `DELETE FROM exchange_positions
           WHERE account_id = $1 AND exchange = $2 AND as_of <= to_timestamp($3::float8 / 1000)
             AND (symbol, side) NOT IN (SELECT * FROM unnest($4::text[], $5::text[]))`,
    values: [at.accountId, at.exchange, asOf, kept.map(({ symbol }) => symbol), kept.map(({ side }) => side)],
  });
}

async function upsert(
  client: PoolClient,
  at: At,
  positions: readonly ToldPosition[],
  asOf: number,
): Promise<void> {
  await client.query({
    name: 'exchange_positions_upsert',
    text: `INSERT INTO exchange_positions AS known
             (account_id, exchange, symbol, side, size, contract_size, entry_price, mark_price, unrealized, as_of)
           SELECT $1, $2, given.*, to_timestamp($3::float8 / 1000)
           FROM unnest($4::text[], $5::text[], $6::numeric[], $7::numeric[], $8::numeric[], $9::numeric[], $10::numeric[]) AS given
           ON CONFLICT (account_id, exchange, symbol, side) DO UPDATE
             SET size = excluded.size, contract_size = excluded.contract_size, entry_price = excluded.entry_price,
               mark_price = excluded.mark_price, unrealized = excluded.unrealized, as_of = excluded.as_of
           WHERE known.as_of <= excluded.as_of`,
    values: [
      at.accountId,
      at.exchange,
      asOf,
      positions.map(({ symbol }) => symbol),
      positions.map(({ side }) => side),
      positions.map(({ size }) => size),
      positions.map(({ contractSize }) => contractSize),
      positions.map(({ entryPrice }) => entryPrice),
      positions.map(({ markPrice }) => markPrice),
      positions.map(({ unrealized }) => unrealized),
    ],
  });
}

type Row = ToldPosition & { readonly exchange: string; readonly asOf: number };

/** The positions of one account, in the order of exchange, symbol and side. */
export async function listPositions(pool: Pool, accountId: number): Promise<ExchangePosition[]> {
  const { rows } = await pool.query<Row>({
    name: 'exchange_positions_list',
    text: `SELECT exchange, symbol, side, size, contract_size AS "contractSize", entry_price AS "entryPrice",
             mark_price AS "markPrice", unrealized, (extract(epoch FROM as_of) * 1000)::float8 AS "asOf"
           FROM exchange_positions WHERE account_id = $1
           ORDER BY exchange COLLATE "C", symbol COLLATE "C", side`,
    values: [accountId],
  });
  const decimal = (text: string | null) => (text === null ? null : new Decimal(text));
  return rows.map((row) => ({
    ...row,
    size: new Decimal(row.size),
    contractSize: new Decimal(row.contractSize),
    entryPrice: decimal(row.entryPrice),
    markPrice: decimal(row.markPrice),
    unrealized: decimal(row.unrealized),
  }));
}
