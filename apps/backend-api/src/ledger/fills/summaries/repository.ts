import type { PoolClient } from 'pg';
import type { Summary } from '../../summary/summary.js';
import { readSummary, writeSummary } from '../../summary/text.js';
import { STATEMENT_MS } from '../repository.js';
import type { Span } from './spans.js';

export interface SummaryRow {
  readonly span: Span;
  /** Milliseconds since 1970. */
  readonly startsAt: number;
  readonly summary: Summary;
}

type Place = Pick<SummaryRow, 'span' | 'startsAt'>;

interface Row {
  readonly span: Span;
  readonly startsAt: number;
  readonly summary: string;
}

const COLUMNS = `span, round(date_part('epoch', starts_at) * 1000) AS "startsAt", summary`;

const rowOf = ({ summary, ...place }: Row): SummaryRow => ({ ...place, summary: readSummary(summary) });

/** Those of the places where there is one. */
export async function findSummaries(
  client: PoolClient,
  accountId: number,
  places: readonly Place[],
): Promise<SummaryRow[]> {
  const { rows } = await client.query<Row>({
    name: 'summaries_find',
    text: `SELECT ${COLUMNS} FROM unnest($2::text[], $3::float8[]) AS g(wanted, at)
           CROSS JOIN LATERAL (
             SELECT * FROM summaries WHERE account_id = $1 AND span = g.wanted AND starts_at = to_timestamp(g.at / 1000) OFFSET 0
           ) AS known`,
    values: [accountId, places.map(({ span }) => span), places.map(({ startsAt }) => startsAt)],
    ...{ query_timeout: STATEMENT_MS },
  });
  return rows.map(rowOf);
}

/** All of one span that begin from one time until before another, in their order. */
export async function readSummaries(
  client: PoolClient,
  accountId: number,
  span: Span,
  from: number,
  before: number,
): Promise<SummaryRow[]> {
  const { rows } = await client.query<Row>({
    name: 'summaries_read',
    text: `SELECT ${COLUMNS} FROM summaries WHERE account_id = $1 AND span = $2
             AND starts_at >= to_timestamp($3::float8 / 1000) AND starts_at < to_timestamp($4::float8 / 1000)
           ORDER BY account_id, span, starts_at`,
    values: [accountId, span, from, before],
    ...{ query_timeout: STATEMENT_MS },
  });
  return rows.map(rowOf);
}

export async function upsertSummaries(
  client: PoolClient,
  accountId: number,
  rows: readonly SummaryRow[],
): Promise<void> {
  await client.query({
    name: 'summaries_upsert',
    text: `INSERT INTO summaries (account_id, span, starts_at, summary)
           SELECT $1::int, span, to_timestamp(at / 1000), summary
           FROM unnest($2::text[], $3::float8[], $4::text[]) AS g(span, at, summary)
           ON CONFLICT (account_id, span, starts_at) DO UPDATE SET summary = excluded.summary`,
    values: [
      accountId,
      rows.map(({ span }) => span),
      rows.map(({ startsAt }) => startsAt),
      rows.map(({ summary }) => writeSummary(summary)),
    ],
    ...{ query_timeout: STATEMENT_MS },
  });
}
