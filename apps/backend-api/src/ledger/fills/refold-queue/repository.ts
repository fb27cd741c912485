import type { Pool, PoolClient } from 'pg';
import type { Position } from '../books/book.js';
import type { Fee } from '../new-fill.js';
import type { FillRow } from '../row.js';
import type { Chosen, Extent } from './chosen.js';

/** A book that waits to be folded again. */
export interface Waiting {
  readonly id: number;
  readonly accountId: number;
  readonly exchange: string;
  readonly symbol: string;
}

export async function listWaiting(pool: Pool): Promise<Waiting[]> {
  const { rows } = await pool.query<Waiting>({
    name: 'refolds_waiting',
    text: `SELECT id, account_id AS "accountId", exchange, symbol FROM books WHERE refold_at IS NOT NULL ORDER BY id`,
  });
  return rows;
}

const CHOSEN = `account_id = $1 AND exchange = coalesce($2, exchange) AND upper(symbol) = coalesce($3, upper(symbol))`;

/** Makes books wait to be folded again from their first fill on. */
export async function markChosen(
  client: PoolClient,
  { accountId, exchange, symbol }: Chosen,
): Promise<Extent> {
  const { rows } = await client.query<{ fills: string }>({
    name: 'refolds_mark',
    text: `UPDATE books SET refold_at = '-infinity', refold_id = '', refold_until = 'infinity' WHERE ${CHOSEN} RETURNING fills`,
    values: [accountId, exchange ?? null, symbol ?? null],
  });
  return { books: rows.length, fills: rows.reduce((sum, { fills }) => sum + Number(fills), 0) };
}

/** How much of an account waits. The fills of a book are counted from where its refold has come to. */
export async function countWaiting(pool: Pool, { accountId, exchange, symbol }: Chosen): Promise<Extent> {
  const { rows } = await pool.query<{ books: string; fills: string | null }>({
    name: 'refolds_count',
    text: `SELECT count(*) AS books, sum((
             SELECT count(*) FROM fills WHERE book_id = books.id AND executed_at >= refold_at
           )) AS fills FROM books WHERE refold_at IS NOT NULL AND ${CHOSEN}`,
    values: [accountId, exchange ?? null, symbol ?? null],
  });
  return { books: Number(rows[0]?.books), fills: Number(rows[0]?.fills ?? 0) };
}

export interface Market {
  readonly accountId: number;
  readonly symbol: string;
  readonly market: 'spot' | 'swap';
}

export async function marketOf(pool: Pool, bookId: number): Promise<Market | undefined> {
  const { rows } = await pool.query<Market>({
    name: 'refolds_market',
    text: 'SELECT account_id AS "accountId", symbol, market FROM books WHERE id = $1',
    values: [bookId],
  });
  return rows[0];
}

export type UnpricedRow = Omit<FillRow, 'bookId' | 'fees' | 'pnl'> & { readonly fees: readonly Fee[] | null };

/** The next fills of a book that lack the price of a fee or of their quote currency, in their order. */
export async function readUnpriced(
  client: Pick<Pool | PoolClient, 'query'>,
  bookId: number,
  after: Position,
  limit: number,
): Promise<UnpricedRow[]> {
  const { rows } = await client.query<UnpricedRow>({
    name: 'refolds_unpriced',
    text: `SELECT fill_id AS id, date_part('epoch', executed_at) * 1000 AS "executedAt", side, line, price, amount,
             contract_size AS "contractSize", fees, funding, fee_quote AS "feeQuote", fee_base AS "feeBase", rate
           FROM fills
           WHERE book_id = $1 AND (fee_quote IS NULL OR rate IS NULL)
             AND (executed_at, length(fill_id), fill_id) > (to_timestamp($2::float8 / 1000), length($3), $3::text COLLATE "C")
           ORDER BY executed_at, length(fill_id), fill_id LIMIT $4`,
    values: [bookId, after.executedAt, after.id, limit],
  });
  return rows.map((row) => ({ ...row, executedAt: Math.round(row.executedAt) }));
}

export type Price = Pick<FillRow, 'id' | 'feeQuote' | 'rate'>;

export async function updatePrices(
  client: PoolClient,
  bookId: number,
  rows: readonly Price[],
): Promise<void> {
  await client.query({
    name: 'refolds_update_prices',
    text: `UPDATE fills SET fee_quote = g.fee_quote, rate = g.rate
           FROM unnest($2::text[], $3::numeric[], $4::numeric[]) AS g(fill_id, fee_quote, rate)
           CROSS JOIN LATERAL (SELECT ctid FROM fills WHERE book_id = $1 AND fill_id = g.fill_id OFFSET 0) AS known
           WHERE fills.ctid = known.ctid`,
    values: [
      bookId,
      rows.map(({ id }) => id),
      rows.map(({ feeQuote }) => feeQuote),
      rows.map(({ rate }) => rate),
    ],
  });
}
