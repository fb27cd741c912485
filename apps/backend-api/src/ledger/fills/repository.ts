import type { PoolClient } from 'pg';
import type { Position } from './books/book.js';
import { arrayOf } from './columns.js';
import type { Content } from './content.js';
import type { Fee } from './new-fill.js';
import { type FillRow, LINE_NAMES, SIDES } from './row.js';

/** How long a statement of a writer may take, waiting for the writer before it included. */
export const STATEMENT_MS = 30_000;

/**
 * Begins a transaction whose statements look for the rows of a batch one by one, by index. What the planner knows of a table that has just grown
 * would mislead it; `OFFSET 0` keeps it from turning such a search around.
 */
export const BEGIN = `BEGIN; SET LOCAL statement_timeout = '${STATEMENT_MS}ms';
  SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off; SET LOCAL enable_seqscan = off; SET LOCAL jit = off`;

/** Makes this the one writer of an account until its transaction ends. */
export async function holdAccount(client: PoolClient, accountId: number): Promise<void> {
  await client.query({
    name: 'fills_hold_account',
    text: 'SELECT FROM accounts WHERE id = $1 FOR NO KEY UPDATE',
    values: [accountId],
    ...{ query_timeout: STATEMENT_MS },
  });
}

/** Which of these are stored, by their place in the list, with what they tell. */
export async function knownFills(
  client: PoolClient,
  fills: readonly { readonly bookId: number; readonly id: string }[],
): Promise<Map<number, Content>> {
  const { rows } = await client.query<KnownRow>({
    name: 'fills_known',
    text: `SELECT g.n::int, f.side, f.line, f.price, f.amount, f.contract_size AS "contractSize", f.fees, f.funding,
             date_part('epoch', f.executed_at) * 1000 AS at
           FROM unnest($1::int[], $2::text[]) WITH ORDINALITY AS g(book_id, fill_id, n)
           CROSS JOIN LATERAL (SELECT * FROM fills WHERE book_id = g.book_id AND fill_id = g.fill_id OFFSET 0) AS f`,
    values: [arrayOf(fills, ({ bookId }) => bookId), arrayOf(fills, ({ id }) => id, true)],
  });
  return new Map(
    rows.map(({ n, side, line, fees, at, ...numbers }) => [
      n - 1,
      {
        ...numbers,
        ...{ side: SIDES[side], line: LINE_NAMES[line], fees: fees ?? [], executedAt: Math.round(at) },
      },
    ]),
  );
}

interface KnownRow extends Pick<Content, 'price' | 'amount' | 'contractSize' | 'funding'> {
  readonly n: number;
  readonly side: FillRow['side'];
  readonly line: FillRow['line'];
  readonly fees: readonly Fee[] | null;
  readonly at: number;
}

export async function insertFills(
  client: PoolClient,
  accountId: number,
  rows: readonly FillRow[],
): Promise<void> {
  await client.query({
    name: 'fills_insert',
    text: `INSERT INTO fills (book_id, fill_id, account_id, executed_at, side, line, price, amount, contract_size, fees, funding,
             fee_quote, fee_base, rate, pnl)
           SELECT book_id, fill_id, $1::int, to_timestamp(at / 1000), side, line, price, amount, contract_size, fees, funding, fee_quote,
             fee_base, rate, pnl
           FROM unnest($2::int[], $3::float8[], $4::numeric[], $5::numeric[], $6::numeric[], $7::numeric[], $8::numeric[],
             $9::numeric[], $10::numeric[], $11::numeric[], $12::"char"[], $13::"char"[], $14::text[], $15::jsonb[])
             AS g(book_id, at, price, amount, contract_size, funding, fee_quote, fee_base, rate, pnl, side, line, fill_id, fees)`,
    values: [
      accountId,
      ...PLAIN.map((key) => arrayOf(rows, (row) => row[key])),
      ...TEXTS.map((key) => arrayOf(rows, (row) => row[key], true)),
    ],
    ...{ query_timeout: STATEMENT_MS },
  });
}

const PLAIN = [
  ...(['bookId', 'executedAt', 'price', 'amount', 'contractSize'] as const),
  ...(['funding', 'feeQuote', 'feeBase', 'rate', 'pnl', 'side', 'line'] as const),
] as const;
const TEXTS = ['id', 'fees'] as const;

/** A fill as it is folded again, and what it realised until now. */
export type StoredFill = Omit<FillRow, 'bookId' | 'fees'>;

/** The next fills of a book, in their order. */
export async function readFills(
  client: PoolClient,
  bookId: number,
  after: Position,
  limit: number,
): Promise<StoredFill[]> {
  const { rows } = await client.query<StoredFill>({
    name: 'fills_read',
    text: `SELECT fill_id AS id, round(date_part('epoch', executed_at) * 1000) AS "executedAt", side, line, price,
             amount, contract_size AS "contractSize", funding, fee_quote AS "feeQuote", fee_base AS "feeBase", rate, pnl
           FROM fills
           WHERE book_id = $1
             AND (executed_at, length(fill_id), fill_id) > (to_timestamp($2::float8 / 1000), length($3), $3::text COLLATE "C")
           ORDER BY book_id, executed_at, length(fill_id), fill_id LIMIT $4`,
    values: [bookId, after.executedAt, after.id, limit],
    ...{ query_timeout: STATEMENT_MS },
  });
  return rows;
}

/** How many fills of a book come after a time, counted up to `most`. */
export async function countFills(
  client: PoolClient,
  bookId: number,
  from: number,
  most: number,
): Promise<number> {
  const { rows } = await client.query<{ count: string }>({
    name: 'fills_count',
    text: `SELECT count(*) FROM (
             SELECT FROM fills WHERE book_id = $1 AND executed_at >= to_timestamp($2::float8 / 1000) LIMIT $3
           ) AS later`,
    values: [bookId, from, most],
  });
  return Number(rows[0]?.count);
}

export async function updatePnl(
  client: PoolClient,
  bookId: number,
  changes: readonly { readonly id: string; readonly pnl: string | null }[],
): Promise<void> {
  await client.query({
    name: 'fills_update_pnl',
    text: `UPDATE fills SET pnl = g.pnl
           FROM unnest($2::text[], $3::numeric[]) AS g(fill_id, pnl)
           CROSS JOIN LATERAL (SELECT ctid FROM fills WHERE book_id = $1 AND fill_id = g.fill_id OFFSET 0) AS known
           WHERE fills.ctid = known.ctid`,
    values: [bookId, arrayOf(changes, ({ id }) => id, true), arrayOf(changes, ({ pnl }) => pnl)],
    ...{ query_timeout: STATEMENT_MS },
  });
}
