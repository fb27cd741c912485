import type { PoolClient } from 'pg';
import type { Position } from '../books/book.js';
import { STATEMENT_MS } from '../repository.js';
import type { Checkpoint } from './checkpoint.js';

const COLUMNS = `book_id AS "bookId", date_part('epoch', executed_at) * 1000 AS "executedAt", fill_id AS id, state`;
const POSITION = `(executed_at, length(fill_id), fill_id)`;
const GIVEN = `(to_timestamp($2::float8 / 1000), length($3), $3::text COLLATE "C")`;

const rounded = (row: Checkpoint): Checkpoint => ({ ...row, executedAt: Math.round(row.executedAt) });

/** The last checkpoint of a book at a position or before it. */
export async function lastCheckpoint(
  client: PoolClient,
  bookId: number,
  { executedAt, id }: Position,
): Promise<Checkpoint | undefined> {
  const { rows } = await client.query<Checkpoint>({
    name: 'checkpoints_last',
    text: `SELECT ${COLUMNS} FROM checkpoints WHERE book_id = $1 AND ${POSITION} <= ${GIVEN}
           ORDER BY executed_at DESC, length(fill_id) DESC, fill_id DESC LIMIT 1`,
    values: [bookId, executedAt, id],
  });
  return rows.map(rounded)[0];
}

/** The checkpoints of a book after one position and up to another. */
export async function readCheckpoints(
  client: PoolClient,
  bookId: number,
  after: Position,
  upTo: Position,
): Promise<Checkpoint[]> {
  const { rows } = await client.query<Checkpoint>({
    name: 'checkpoints_read',
    text: `SELECT ${COLUMNS} FROM checkpoints WHERE book_id = $1 AND ${POSITION} > ${GIVEN}
             AND ${POSITION} <= (to_timestamp($4::float8 / 1000), length($5), $5::text COLLATE "C")`,
    values: [bookId, after.executedAt, after.id, upTo.executedAt, upTo.id],
  });
  return rows.map(rounded);
}

export async function upsertCheckpoints(
  client: PoolClient,
  checkpoints: readonly Checkpoint[],
): Promise<void> {
  await client.query({
    name: 'checkpoints_upsert',
    text: `INSERT INTO checkpoints (book_id, executed_at, fill_id, state)
           SELECT book_id, to_timestamp(at / 1000), fill_id, state
           FROM unnest($1::int[], $2::float8[], $3::text[], $4::text[]) AS g(book_id, at, fill_id, state)
           ON CONFLICT (book_id, executed_at, fill_id) DO UPDATE SET state = excluded.state`,
    values: [
      checkpoints.map(({ bookId }) => bookId),
      checkpoints.map(({ executedAt }) => executedAt),
      checkpoints.map(({ id }) => id),
      checkpoints.map(({ state }) => state),
    ],
    ...{ query_timeout: STATEMENT_MS },
  });
}
