import type { Pool } from 'pg';
import type { JobKind } from '../jobs/job.js';

/** A job as it stands; instants in milliseconds of the epoch. */
export interface JobRow {
  readonly account: string;
  readonly exchange: string;
  readonly kind: JobKind;
  readonly symbol: string;
  readonly progress: unknown;
  readonly offered: boolean;
  readonly failures: number;
  readonly error: string | null;
  readonly leased: boolean;
  readonly lastOkAt: number | null;
  /** Fills that are stored of its symbol. */
  readonly fills: number;
}

/** What is asked about; undefined is all. */
export interface JobFilter {
  readonly accountId: number | undefined;
  readonly exchange: string | undefined;
}

/** The jobs by account, exchange, kind and symbol. */
export async function listJobs(pool: Pool, { accountId, exchange }: JobFilter): Promise<JobRow[]> {
  const { rows } = await pool.query<JobRow>({
    name: 'sync_list',
    text: `SELECT account.name AS account, job.exchange, job.kind, job.symbol, job.progress, job.offered, job.failures,
             job.last_error AS error, coalesce(job.leased_until > now(), false) AS leased,
             (extract(epoch FROM job.last_ok_at) * 1000)::float8 AS "lastOkAt", coalesce(book.fills, 0)::float8 AS fills
           FROM sync_jobs AS job JOIN accounts AS account ON account.id = job.account_id
             LEFT JOIN books AS book ON job.kind = 'trades'
               AND (book.account_id, book.exchange, book.symbol) = (job.account_id, job.exchange, job.symbol)
           WHERE job.active AND ($1::integer IS NULL OR job.account_id = $1) AND ($2::text IS NULL OR job.exchange = $2)
           ORDER BY account.id, job.exchange COLLATE "C", job.kind COLLATE "C", job.symbol COLLATE "C"`,
    values: [accountId ?? null, exchange ?? null],
  });
  return rows;
}

/** Makes them due now. */
export async function hastenJobs(pool: Pool, { accountId, exchange }: JobFilter): Promise<void> {
  await pool.query({
    name: 'sync_hasten',
    text: `UPDATE sync_jobs SET due_at = now()
           WHERE active AND (due_at > now() OR leased_until > now()) AND ($1::integer IS NULL OR account_id = $1) AND ($2::text IS NULL OR exchange = $2)`,
    values: [accountId ?? null, exchange ?? null],
  });
}

/** Whether history of an account is still to be read. */
export async function isBackFilling(pool: Pool, accountId: number): Promise<boolean> {
  const { rows } = await pool.query<{ found: boolean }>({
    name: 'sync_back_filling',
    text: `SELECT EXISTS (
             SELECT FROM sync_jobs WHERE active AND offered AND account_id = $1
               AND (kind = 'symbols' AND last_ok_at IS NULL OR kind = 'trades' AND progress->'complete' IS DISTINCT FROM 'true')
           ) AS found`,
    values: [accountId],
  });
  return rows[0]?.found === true;
}
