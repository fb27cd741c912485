import type { PoolClient } from 'pg';
import { arrayOf } from '../columns.js';
import { STATEMENT_MS } from '../repository.js';
import type { TradeRow } from './trade.js';

export async function insertTrades(
  client: PoolClient,
  accountId: number,
  rows: readonly TradeRow[],
): Promise<void> {
  await client.query({
    name: 'trades_insert',
    text: `INSERT INTO trades (book_id, closed_by, line, account_id, side, size, entry_price, exit_price, opened_at, closed_at, pnl, fees,
             funding)
           SELECT book_id, closed_by, line, $1::int, side, size, entry_price, exit_price, to_timestamp(opened_at / 1000),
             to_timestamp(closed_at / 1000), pnl, fees, funding
           FROM unnest($2::int[], $3::numeric[], $4::numeric[], $5::numeric[], $6::float8[], $7::float8[], $8::numeric[],
             $9::numeric[], $10::numeric[], $11::"char"[], $12::"char"[], $13::text[])
             AS g(book_id, size, entry_price, exit_price, opened_at, closed_at, pnl, fees, funding, line, side, closed_by)`,
    values: [
      accountId,
      ...PLAIN.map((key) => arrayOf(rows, (row) => row[key])),
      arrayOf(rows, ({ closedBy }) => closedBy, true),
    ],
    ...{ query_timeout: STATEMENT_MS },
  });
}

const PLAIN = [
  ...(['bookId', 'size', 'entryPrice', 'exitPrice', 'openedAt', 'closedAt'] as const),
  ...(['pnl', 'fees', 'funding', 'line', 'side'] as const),
] as const;

/** The trades of a book that closed between two times, both included. */
export async function readTrades(
  client: PoolClient,
  bookId: number,
  from: number,
  to: number,
): Promise<TradeRow[]> {
  const { rows } = await client.query<TradeRow>({
    name: 'trades_read',
    text: `SELECT book_id AS "bookId", closed_by AS "closedBy", line, side, size, entry_price AS "entryPrice", exit_price AS "exitPrice",
             round(date_part('epoch', opened_at) * 1000) AS "openedAt", round(date_part('epoch', closed_at) * 1000) AS "closedAt",
             pnl, fees, funding
           FROM trades WHERE book_id = $1
             AND closed_at BETWEEN to_timestamp($2::float8 / 1000) AND to_timestamp($3::float8 / 1000)`,
    values: [bookId, from, to],
    ...{ query_timeout: STATEMENT_MS },
  });
  return rows;
}

export async function deleteTrades(client: PoolClient, rows: readonly TradeRow[]): Promise<void> {
  await client.query({
    name: 'trades_delete',
    text: `DELETE FROM trades USING unnest($1::int[], $2::float8[], $3::text[]) AS g(book_id, at, closed_by)
           CROSS JOIN LATERAL (
             SELECT ctid FROM trades
             WHERE book_id = g.book_id AND closed_at = to_timestamp(g.at / 1000) AND closed_by = g.closed_by OFFSET 0
           ) AS known
           WHERE trades.ctid = known.ctid`,
    values: [
      rows.map(({ bookId }) => bookId),
      rows.map(({ closedAt }) => closedAt),
      rows.map(({ closedBy }) => closedBy),
    ],
    ...{ query_timeout: STATEMENT_MS },
  });
}

/** A trade as summaries count it. */
export interface CloseRow {
  readonly exchange: string;
  readonly symbol: string;
  readonly id: string;
  readonly openedAt: number;
  readonly closedAt: number;
  readonly pnl: string | null;
}

const CLOSE = `exchange, symbol, closed_by AS id, round(date_part('epoch', opened_at) * 1000) AS "openedAt",
  round(date_part('epoch', closed_at) * 1000) AS "closedAt", pnl`;

/** The trades of an account that closed from one time until before another: the first of them, all of the last instant; at one instant in no order. */
export async function readCloses(
  client: PoolClient,
  accountId: number,
  from: number,
  before: number,
  limit: number,
): Promise<CloseRow[]> {
  const { rows } = await client.query<CloseRow>({
    name: 'trades_read_closes',
    text: `SELECT ${CLOSE} FROM (
             SELECT * FROM trades WHERE account_id = $1 AND closed_at >= to_timestamp($2::float8 / 1000)
               AND closed_at < to_timestamp($3::float8 / 1000)
             ORDER BY closed_at FETCH FIRST ($4::int) ROWS WITH TIES
           ) AS closes JOIN books ON books.id = closes.book_id ORDER BY closed_at`,
    values: [accountId, from, before, limit],
    ...{ query_timeout: STATEMENT_MS },
  });
  return rows;
}

/** All trades of an account that closed in some hours, in no order. */
export async function readClosesOf(
  client: PoolClient,
  accountId: number,
  hours: readonly number[],
): Promise<CloseRow[]> {
  const { rows } = await client.query<CloseRow>({
    name: 'trades_read_closes_of',
    text: `SELECT ${CLOSE} FROM unnest($2::float8[]) AS g(hour) CROSS JOIN LATERAL (
             SELECT * FROM trades WHERE account_id = $1 AND closed_at >= to_timestamp(g.hour / 1000)
               AND closed_at < to_timestamp(g.hour / 1000) + interval '1 hour' OFFSET 0
           ) AS closes JOIN books ON books.id = closes.book_id`,
    values: [accountId, hours],
    ...{ query_timeout: STATEMENT_MS },
  });
  return rows;
}
