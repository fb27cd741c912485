import type { Pool, PoolClient } from 'pg';
import { Decimal } from '../../decimal.js';
import type { Place } from '../new-fill.js';
import type { Book } from './book.js';
import { readTotals, writeTotals } from './totals.js';

interface Row {
  readonly id: number;
  readonly account_id: number;
  readonly exchange: string;
  readonly symbol: string;
  readonly market: 'spot' | 'swap';
  readonly amount_step: string | null;
  readonly cost_min: string | null;
  readonly fills: string;
  readonly last_at: number | null;
  readonly last_id: string | null;
  readonly state: string;
  readonly totals: string;
  readonly refold_at: number | null;
  readonly refold_id: string | null;
  readonly refold_until: number | null;
}

const COLUMNS = `id, account_id, exchange, symbol, market, amount_step, cost_min, fills,
  date_part('epoch', last_executed_at) * 1000 AS last_at, last_fill_id AS last_id, state, totals,
  date_part('epoch', refold_at) * 1000 AS refold_at, refold_id,
  date_part('epoch', refold_until) * 1000 AS refold_until`;

/** A book to be made: its symbol and what is known of its market. */
export interface NewBook {
  readonly symbol: string;
  readonly market: 'spot' | 'swap';
  readonly amountStep: string | null;
  readonly costMin: string | null;
}

export async function findBooks(
  client: PoolClient,
  { account, exchange }: Place,
  symbols: readonly string[],
): Promise<Book[]> {
  const { rows } = await client.query<Row>({
    name: 'books_find',
    text: `SELECT ${COLUMNS} FROM books WHERE account_id = $1 AND exchange = $2 AND symbol = ANY ($3)`,
    values: [account.id, exchange, symbols],
  });
  return rows.map(bookOf);
}

export async function findBook(client: PoolClient, id: number): Promise<Book | undefined> {
  const { rows } = await client.query<Row>({
    name: 'books_of_id',
    text: `SELECT ${COLUMNS} FROM books WHERE id = $1`,
    values: [id],
  });
  return rows.map(bookOf)[0];
}

export async function addBooks(
  client: PoolClient,
  { account, exchange }: Place,
  books: readonly NewBook[],
): Promise<Book[]> {
  const { rows } = await client.query<Row>({
    name: 'books_add',
    text: `INSERT INTO books (account_id, exchange, symbol, market, amount_step, cost_min)
           SELECT $1::int, $2::text, * FROM unnest($3::text[], $4::text[], $5::numeric[], $6::numeric[])
           RETURNING ${COLUMNS}`,
    values: [
      account.id,
      exchange,
      ...(['symbol', 'market', 'amountStep', 'costMin'] as const).map((key) =>
        books.map((book) => book[key]),
      ),
    ],
  });
  return rows.map(bookOf);
}

export async function updateBooks(
  client: PoolClient,
  books: readonly (Book & { readonly isOpen: boolean })[],
): Promise<void> {
  await client.query({
    name: 'books_update',
    text: `UPDATE books SET amount_step = g.amount_step, cost_min = g.cost_min, fills = g.fills,
             last_executed_at = to_timestamp(g.last_at / 1000), last_fill_id = g.last_id, state = g.state, totals = g.totals,
             is_open = g.is_open, refold_at = to_timestamp(g.refold_at / 1000), refold_id = g.refold_id,
             refold_until = to_timestamp(g.refold_until / 1000)
           FROM unnest($1::int[], $2::numeric[], $3::numeric[], $4::bigint[], $5::float8[], $6::text[], $7::text[], $8::text[],
             $9::boolean[], $10::float8[], $11::text[], $12::float8[])
             AS g(id, amount_step, cost_min, fills, last_at, last_id, state, totals, is_open, refold_at, refold_id, refold_until)
           WHERE books.id = g.id`,
    values: [
      books.map(({ id }) => id),
      books.map(({ rules }) => rules.amountStep?.toFixed() ?? null),
      books.map(({ rules }) => rules.costMin?.toFixed() ?? null),
      books.map(({ fills }) => fills),
      books.map(({ last }) => last?.executedAt ?? null),
      books.map(({ last }) => last?.id ?? null),
      books.map(({ state }) => state),
      books.map(({ totals }) => writeTotals(totals)),
      books.map(({ isOpen }) => isOpen),
      books.map(({ refold }) => refold?.from.executedAt ?? null),
      books.map(({ refold }) => refold?.from.id ?? null),
      books.map(({ refold }) => refold?.until ?? null),
    ],
  });
}

/** The books of an account, or of all where `openOnly`; the order is that of exchange and symbol. */
export async function listBooks(
  pool: Pool,
  { accountId, openOnly }: { readonly accountId: number; readonly openOnly: boolean },
): Promise<Book[]> {
  const { rows } = await pool.query<Row>({
    name: 'books_list',
    text: `SELECT ${COLUMNS} FROM books WHERE account_id = $1 AND (is_open OR NOT $2)
           ORDER BY exchange COLLATE "C", symbol COLLATE "C"`,
    values: [accountId, openOnly],
  });
  return rows.map(bookOf);
}

export async function listHeldSymbols(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ symbol: string }>({
    name: 'books_held',
    text: 'SELECT DISTINCT symbol FROM books WHERE is_open ORDER BY symbol',
  });
  return rows.map(({ symbol }) => symbol);
}

function bookOf(row: Row): Book {
  const decimal = (text: string | null): Decimal | null => (text === null ? null : new Decimal(text));
  return {
    id: row.id,
    accountId: row.account_id,
    exchange: row.exchange,
    symbol: row.symbol,
    rules: { market: row.market, amountStep: decimal(row.amount_step), costMin: decimal(row.cost_min) },
    fills: Number(row.fills),
    last: row.last_at === null ? null : { executedAt: Math.round(row.last_at), id: row.last_id ?? '' },
    state: row.state,
    totals: readTotals(row.totals),
    refold:
      row.refold_at === null
        ? null
        : {
            from: { executedAt: Math.round(row.refold_at), id: row.refold_id ?? '' },
            until: Math.round(row.refold_until ?? Number.POSITIVE_INFINITY),
          },
  };
}
