import type { Pool } from 'pg';
import { Decimal } from '../decimal.js';
import type { TradesQuery } from './query.js';

/** A closed trade as it is stored: decimals as texts. */
export interface StoredTrade {
  readonly bookId: number;
  readonly closedBy: string;
  readonly exchange: string;
  readonly symbol: string;
  readonly side: 'long' | 'short';
  readonly size: string;
  readonly entryPrice: string;
  readonly exitPrice: string;
  readonly openedAt: Date;
  readonly closedAt: Date;
  readonly fees: string | null;
  readonly funding: string;
  readonly pnl: string | null;
}

const COLUMNS = `trade.book_id AS "bookId", trade.closed_by AS "closedBy", book.exchange, book.symbol,
  CASE trade.side WHEN 'l' THEN 'long' ELSE 'short' END AS side, trade.size, trade.entry_price AS "entryPrice",
  trade.exit_price AS "exitPrice", trade.opened_at AS "openedAt", trade.closed_at AS "closedAt", trade.fees, trade.funding, trade.pnl`;
const RESULTS = { win: 'trade.pnl > 0', loss: 'trade.pnl < 0', draw: 'trade.pnl = 0' } as const;
const ORDER = 'trade.closed_at DESC, trade.book_id DESC, trade.closed_by DESC';

/**
 * Closed trades newest first. Those of one exchange or symbol are read book by book, of each as many as are wanted in all, so that
 * what others traded costs nothing. Not prepared: the best plan depends on what is asked for.
 */
export async function listTrades(
  pool: Pick<Pool, 'query'>,
  accountId: number,
  query: TradesQuery,
  limit: number,
): Promise<readonly StoredTrade[]> {
  const values: unknown[] = [accountId, limit];
  const value = (of: unknown): string => `$${values.push(of)}`;
  const wanted = conditionsOf(query, value);
  const books: string[] = [];
  if (query.exchange !== undefined) books.push(`book.exchange = ${value(query.exchange)}`);
  if (query.symbol !== undefined) books.push(`upper(book.symbol) = ${value(query.symbol)}`);
  const { rows } = await pool.query<StoredTrade>(
    books.length === 0
      ? `SELECT ${COLUMNS} FROM trades AS trade JOIN books AS book ON book.id = trade.book_id
         WHERE ${['trade.account_id = $1', ...wanted].join(' AND ')} ORDER BY ${ORDER} LIMIT $2`
      : `SELECT ${COLUMNS} FROM books AS book CROSS JOIN LATERAL (
           SELECT * FROM trades AS trade WHERE ${['trade.book_id = book.id', ...wanted].join(' AND ')}
           ORDER BY trade.closed_at DESC, trade.closed_by DESC LIMIT $2
         ) AS trade
         WHERE ${['book.account_id = $1', ...books].join(' AND ')} ORDER BY ${ORDER} LIMIT $2`,
    values,
  );
  return rows;
}

function conditionsOf(
  { side, result, from, to, after }: TradesQuery,
  value: (of: unknown) => string,
): string[] {
  const conditions: string[] = [];
  if (side !== undefined) conditions.push(`trade.side = ${value(side[0])}::"char"`);
  if (result !== undefined) conditions.push(RESULTS[result]);
  if (from !== undefined) conditions.push(`trade.closed_at >= ${value(new Date(from))}::timestamptz`);
  if (to !== undefined) conditions.push(`trade.closed_at < ${value(new Date(to))}::timestamptz`);
  if (after !== undefined) {
    const closedAt = `${value(new Date(after.closedAt))}::timestamptz`;
    const place = `${closedAt}, ${value(after.bookId)}::integer, ${value(after.closedBy)}::text`;
    conditions.push(`trade.closed_at <= ${closedAt}`);
    conditions.push(`(trade.closed_at, trade.book_id, trade.closed_by) < (${place})`);
  }
  return conditions;
}

/** Those whose result is not known yet are neither won nor lost, nor the best or the worst. */
export interface ClosedTrades {
  readonly count: number;
  readonly wins: number;
  readonly losses: number;
  readonly best: ClosedTrade | null;
  readonly worst: ClosedTrade | null;
}

interface ClosedTrade {
  readonly symbol: string;
  readonly side: 'long' | 'short';
  readonly pnl: Decimal;
}

interface ClosedRow {
  readonly count: number;
  readonly wins: number;
  readonly losses: number;
  readonly ends: readonly { readonly symbol: string; readonly side: 'l' | 's'; readonly pnl: string }[];
}

/** What closed at an instant or later; of equal results the later one is the best or worst. */
export async function closedSince(
  pool: Pick<Pool, 'query'>,
  accountId: number,
  from: number,
): Promise<ClosedTrades> {
  const end = (order: string): string => `(SELECT book_id, side, pnl FROM closed WHERE pnl IS NOT NULL
    ORDER BY pnl ${order}, closed_at DESC, book_id DESC, closed_by DESC LIMIT 1)`;
  const { rows } = await pool.query<ClosedRow>({
    name: 'trades_since',
    text: `WITH closed AS MATERIALIZED (
             SELECT book_id, side, pnl, closed_at, closed_by FROM trades WHERE account_id = $1 AND closed_at >= $2
           )
           SELECT count(*)::float8 AS count, (count(*) FILTER (WHERE pnl > 0))::float8 AS wins,
             (count(*) FILTER (WHERE pnl < 0))::float8 AS losses,
             ARRAY(
               SELECT jsonb_build_object('symbol', book.symbol, 'side', trade.side, 'pnl', trade.pnl::text)
               FROM (SELECT * FROM ${end('DESC')} AS best UNION ALL SELECT * FROM ${end('ASC')} AS worst) AS trade
               JOIN books AS book ON book.id = trade.book_id ORDER BY trade.pnl DESC
             ) AS ends
           FROM closed`,
    values: [accountId, new Date(from)],
  });
  const { ends = [], ...counts } = rows[0] ?? { count: 0, wins: 0, losses: 0 };
  const trades = ends.map(({ symbol, side, pnl }): ClosedTrade => {
    return { symbol, side: side === 'l' ? 'long' : 'short', pnl: new Decimal(pnl) };
  });
  return { ...counts, best: trades[0] ?? null, worst: trades.at(-1) ?? null };
}
