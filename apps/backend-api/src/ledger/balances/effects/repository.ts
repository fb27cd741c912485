import type { PoolClient } from 'pg';
import { Decimal } from '../../decimal.js';
import type { FillRow } from '../../fills/row.js';
import type { BalancePlace } from '../balance.js';
import type { Amount } from '../flows.js';

/** After the first of the instants $3 and up to the last. */
const WITHIN = `executed_at > to_timestamp(($3::float8[])[1] / 1000)
               AND executed_at <= to_timestamp(($3::float8[])[cardinality($3::float8[])] / 1000)`;

/** An amount of the stretch of that number, from 0. */
interface Movement extends Amount {
  readonly stretch: number;
}

/** By how much fills between instants changed what is held of each asset, but for what swaps realised. */
export async function sumMovements(
  client: PoolClient,
  { account, exchange }: BalancePlace,
  instants: readonly number[],
): Promise<Movement[]> {
  const { rows } = await client.query<{ stretch: number; asset: string; amount: string }>({
    name: 'balances_movements',
    text: `WITH moved AS (
             SELECT width_bucket((extract(epoch FROM executed_at) * 1000)::float8 - 0.5, $3::float8[]) - 1 AS stretch,
               split_part(symbol, '/', 1) AS base, split_part(split_part(symbol, '/', 2), ':', 1) AS quote, market,
               CASE side WHEN 'b' THEN amount ELSE -amount END AS bought, price * contract_size AS price, fees, funding
             FROM books JOIN fills ON book_id = books.id
             WHERE books.account_id = $1 AND exchange = $2 AND ${WITHIN}
           ), changes (stretch, asset, amount) AS (
             SELECT stretch, base, bought FROM moved WHERE market = 'spot'
             UNION ALL SELECT stretch, quote, -bought * price FROM moved WHERE market = 'spot'
             UNION ALL SELECT stretch, quote, funding FROM moved WHERE funding IS NOT NULL
             UNION ALL SELECT stretch, fee ->> 'currency', -(fee ->> 'cost')::numeric FROM moved, jsonb_array_elements(fees) AS fee
           )
           SELECT stretch, asset, sum(amount)::text AS amount FROM changes GROUP BY stretch, asset`,
    values: [account.id, exchange, instants],
  });
  return rows.map(({ amount, ...row }) => ({ ...row, amount: new Decimal(amount) }));
}

export interface SwapBook {
  readonly id: number;
  readonly symbol: string;
}

/** The swaps that were traded between the first of the instants and the last. */
export async function listSwaps(
  client: PoolClient,
  { account, exchange }: BalancePlace,
  instants: readonly number[],
): Promise<SwapBook[]> {
  const { rows } = await client.query<SwapBook>({
    name: 'balances_swaps',
    text: `SELECT id, symbol FROM books
           WHERE account_id = $1 AND exchange = $2 AND market = 'swap'
             AND EXISTS (SELECT FROM fills WHERE book_id = books.id AND ${WITHIN})
           ORDER BY id`,
    values: [account.id, exchange, instants],
  });
  return rows;
}

/** How far a book is folded, and what its lines are then. */
export interface Checkpoint {
  readonly executedAt: number;
  readonly id: string;
  readonly state: string;
}

const BEGINNING: Checkpoint = { executedAt: -1, id: '', state: '{}' };

/** The last one up to an instant; the beginning of the book where there is none. */
export async function checkpointBefore(client: PoolClient, bookId: number, at: number): Promise<Checkpoint> {
  const { rows } = await client.query<Checkpoint>({
    name: 'balances_checkpoint',
    text: `SELECT (extract(epoch FROM executed_at) * 1000)::float8 AS "executedAt", fill_id AS id, state::text AS state
           FROM checkpoints WHERE book_id = $1 AND executed_at <= to_timestamp($2::float8 / 1000)
           ORDER BY executed_at DESC, length(fill_id) DESC, fill_id DESC LIMIT 1`,
    values: [bookId, at],
  });
  return rows[0] ?? BEGINNING;
}

type ReadFill = Omit<FillRow, 'bookId' | 'fees' | 'pnl'>;

/** The next fills of a book up to an instant, in their order. */
export async function fillsAfter(
  client: PoolClient,
  bookId: number,
  after: Pick<Checkpoint, 'executedAt' | 'id'>,
  to: number,
  limit: number,
): Promise<ReadFill[]> {
  const { rows } = await client.query<ReadFill>({
    name: 'balances_fills',
    text: `SELECT fill_id AS id, (extract(epoch FROM executed_at) * 1000)::float8 AS "executedAt", side, line, price, amount,
             contract_size AS "contractSize", funding, fee_quote AS "feeQuote", fee_base AS "feeBase", rate
           FROM fills
           WHERE book_id = $1 AND executed_at <= to_timestamp($4::float8 / 1000)
             AND (executed_at, length(fill_id), fill_id) > (to_timestamp($2::float8 / 1000), length($3), $3::text COLLATE "C")
           ORDER BY book_id, executed_at, length(fill_id), fill_id LIMIT $5`,
    values: [bookId, after.executedAt, after.id, to, limit],
  });
  return rows;
}
