import type { Pool } from 'pg';
import type { JobPlace } from '../jobs/repository.js';

/** A market whose fills are to be read. `offered` is false for those that the ledger cannot keep. */
export interface NewSymbol {
  readonly symbol: string;
  readonly dueInMs: number;
  readonly offered: boolean;
}

/** Makes jobs for the symbols that have none. */
export async function addSymbols(
  pool: Pool,
  { accountId, exchange }: JobPlace,
  symbols: readonly NewSymbol[],
): Promise<void> {
  await pool.query({
    name: 'sync_add_symbols',
    text: `INSERT INTO sync_jobs (account_id, exchange, kind, symbol, due_at, offered)
           SELECT $1, $2, 'trades', symbol, now() + due_in_ms * interval '1 millisecond', offered
           FROM unnest($3::text[], $4::float8[], $5::boolean[]) AS given(symbol, due_in_ms, offered)
           WHERE NOT EXISTS (
             SELECT FROM sync_jobs AS known
             WHERE (known.account_id, known.exchange, known.kind, known.symbol) = ($1, $2, 'trades', given.symbol)
           )
           ON CONFLICT DO NOTHING`,
    values: [
      accountId,
      exchange,
      symbols.map(({ symbol }) => symbol),
      symbols.map(({ dueInMs }) => dueInMs),
      symbols.map(({ offered }) => offered),
    ],
  });
}

/** Makes the fills due now of all symbols that these assets are traded in, and the search for symbols. */
export async function hastenAssets(
  pool: Pool,
  { accountId, exchange }: JobPlace,
  assets: readonly string[],
): Promise<void> {
  await pool.query({
    name: 'sync_hasten_assets',
    text: `UPDATE sync_jobs SET due_at = now()
           WHERE active AND (due_at > now() OR leased_until > now()) AND failures = 0 AND account_id = $1 AND exchange = $2
             AND (kind = 'symbols' OR kind = 'trades' AND split_part(symbol, '/', 1) = ANY ($3::text[]))`,
    values: [accountId, exchange, assets],
  });
}
