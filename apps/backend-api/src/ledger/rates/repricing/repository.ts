import type { Pool } from 'pg';
import type { Fee } from '../../fills/new-fill.js';

/** A fill whose fees, or whose quote currency, had no price when it was folded last. */
export interface UnpricedFill {
  readonly bookId: number;
  readonly symbol: string;
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly executedAt: number;
  readonly fees: readonly Fee[] | null;
  readonly lacksFee: boolean;
  readonly lacksRate: boolean;
}

/** The latest of them before another one, latest first. */
export async function listUnpriced(
  pool: Pool,
  before: UnpricedFill | undefined,
  limit: number,
): Promise<UnpricedFill[]> {
  const { rows } = await pool.query<UnpricedFill>({
    name: 'fills_unpriced',
    text: `SELECT book_id AS "bookId", symbol, fill_id AS id, (extract(epoch FROM executed_at) * 1000)::float8 AS "executedAt",
             fees, fee_quote IS NULL AS "lacksFee", rate IS NULL AS "lacksRate"
           FROM fills JOIN books ON books.id = book_id
           WHERE (fee_quote IS NULL OR rate IS NULL)
             AND (executed_at, book_id, fill_id) < (coalesce(to_timestamp($1::float8 / 1000), 'infinity'), $2::integer, $3::text)
           ORDER BY executed_at DESC, book_id DESC, fill_id DESC LIMIT $4`,
    values: [before?.executedAt ?? null, before?.bookId ?? 0, before?.id ?? '', limit],
  });
  return rows;
}

/** Takes or prolongs a lease that ends by itself; whether it is the holder's now. */
export async function holdLease(pool: Pool, name: string, holder: string, ttlMs: number): Promise<boolean> {
  const { rowCount } = await pool.query({
    name: 'leases_hold',
    text: `INSERT INTO leases AS known (name, holder, held_until) VALUES ($1, $2, now() + $3 * interval '1 ms')
           ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, held_until = excluded.held_until
           WHERE known.holder = excluded.holder OR known.held_until < now()`,
    values: [name, holder, ttlMs],
  });
  return rowCount === 1;
}

export async function releaseLease(pool: Pool, name: string, holder: string): Promise<void> {
  await pool.query({
    name: 'leases_release',
    text: 'DELETE FROM leases WHERE name = $1 AND holder = $2',
    values: [name, holder],
  });
}
