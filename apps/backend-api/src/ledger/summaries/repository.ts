import type { Pool } from 'pg';
import { Decimal } from '../decimal.js';
import { type Close, compareCloses } from '../fills/summaries/close.js';
import { closesOf, NO_CLOSES, NO_EXECUTIONS, NOTHING, type Summary } from '../summary/summary.js';
import { readSummary } from '../summary/text.js';
import type { Node, Span, Time } from './node.js';
import type { Stretch } from './windows.js';

type Client = Pick<Pool, 'query'>;

/** All that an account did, as it is stored, and what it realised in each of the stretches. */
export async function readTotals(
  client: Client,
  accountId: number,
  stretches: readonly Stretch[],
): Promise<{ readonly text: string | null; readonly realized: readonly Decimal[] }> {
  const { rows } = await client.query<{ whole: string | null; realized: string[] }>({
    name: 'summaries_totals',
    text: `SELECT (SELECT summary::text FROM summaries WHERE account_id = $1 AND span = 'all') AS whole,
             ARRAY(SELECT (
               coalesce((SELECT sum((summary::json->'executions'->>'realized')::numeric) FROM summaries
                 WHERE account_id = $1 AND span = 'day' AND starts_at >= stretch.days), 0)
               + coalesce((SELECT sum((summary::json->'executions'->>'realized')::numeric) FROM summaries
                 WHERE account_id = $1 AND span = 'hour' AND starts_at >= stretch.hours AND starts_at < stretch.days), 0)
               + stretch.sign * coalesce((SELECT sum(pnl) FROM fills
                 WHERE account_id = $1 AND executed_at >= stretch.since AND executed_at < stretch.until
                   AND pnl IS NOT NULL), 0))::text
             FROM unnest($2::timestamptz[], $3::timestamptz[], $4::int[], $5::timestamptz[], $6::timestamptz[])
               WITH ORDINALITY AS stretch(since, until, sign, hours, days, place) ORDER BY place) AS realized`,
    values: [
      accountId,
      stretches.map(({ fills }) => new Date(fills.from)),
      stretches.map(({ fills }) => new Date(fills.until)),
      stretches.map(({ fills }) => fills.sign),
      stretches.map(({ hours }) => new Date(hours)),
      stretches.map(({ days }) => new Date(days)),
    ],
  });
  const { whole = null, realized = [] } = rows[0] ?? {};
  return { text: whole, realized: realized.map((sum) => new Decimal(sum)) };
}

/** The summaries of one span that begin in a stretch of time, in its order. */
export async function readNodes(
  client: Client,
  accountId: number,
  span: Span,
  { from, until }: Time,
): Promise<Node[]> {
  const { rows } = await client.query<{ starts_at: Date; summary: string }>({
    name: 'summaries_nodes',
    text: `SELECT starts_at, summary::text FROM summaries
           WHERE account_id = $1 AND span = $2 AND starts_at >= $3 AND starts_at < $4 ORDER BY starts_at`,
    values: [accountId, span, new Date(from), new Date(until)],
  });
  return rows.map((row) => ({ startsAt: row.starts_at.getTime(), summary: readSummary(row.summary) }));
}

/** The instants of a stretch of time at which something was executed: how many fills, and their volume where it is known. */
export async function readExecutions(
  client: Client,
  accountId: number,
  { from, until }: Time,
): Promise<Node[]> {
  const { rows } = await client.query<{ executed_at: Date; fills: number; volume: string }>({
    name: 'summaries_executions',
    text: `SELECT executed_at, count(*)::int AS fills,
             coalesce(sum(price * amount * contract_size * rate) FILTER (WHERE fee_quote IS NOT NULL), 0)::text AS volume
           FROM books CROSS JOIN LATERAL (
             SELECT * FROM fills WHERE book_id = books.id AND executed_at >= $2 AND executed_at < $3
           ) AS fills
           WHERE books.account_id = $1 GROUP BY executed_at ORDER BY executed_at`,
    values: [accountId, new Date(from), new Date(until)],
  });
  return rows.map(({ executed_at, fills, volume }) => {
    const at = executed_at.getTime();
    const executions = { ...NO_EXECUTIONS, fills, volume: new Decimal(volume), firstAt: at, lastAt: at };
    return { startsAt: at, summary: { executions, closes: NO_CLOSES } };
  });
}

/** The instants of a stretch of time at which trades closed. */
export async function readCloses(client: Client, accountId: number, { from, until }: Time): Promise<Node[]> {
  const { rows } = await client.query<CloseRow>({
    name: 'summaries_closes',
    text: `SELECT exchange, symbol, closed_by AS id, opened_at AS "openedAt", closed_at AS "closedAt", pnl
           FROM trades JOIN books ON books.id = trades.book_id
           WHERE trades.account_id = $1 AND closed_at >= $2 AND closed_at < $3`,
    values: [accountId, new Date(from), new Date(until)],
  });
  const byInstant = new Map<number, Close[]>();
  for (const close of rows.map(closeOf).sort(compareCloses)) {
    const group = byInstant.get(close.closedAt);
    if (group === undefined) byInstant.set(close.closedAt, [close]);
    else group.push(close);
  }
  return [...byInstant].map(([startsAt, closes]) => ({
    startsAt,
    summary: { executions: NO_EXECUTIONS, closes: closesOf(closes) },
  }));
}

interface CloseRow {
  readonly exchange: string;
  readonly symbol: string;
  readonly id: string;
  readonly openedAt: Date;
  readonly closedAt: Date;
  readonly pnl: string | null;
}

function closeOf({ openedAt, closedAt, pnl, ...row }: CloseRow): Close {
  return {
    ...row,
    openedAt: openedAt.getTime(),
    closedAt: closedAt.getTime(),
    pnl: pnl === null ? null : new Decimal(pnl),
  };
}

/** A stored summary; that of nothing where there is none. */
export function summaryOf(text: string | null): Summary {
  return text === null ? NOTHING : readSummary(text);
}
