import type { Pool, PoolClient } from 'pg';
import { type Done, type Job, type JobKind, LeaseLost } from './job.js';

/** Which exchange of which account. */
export interface JobPlace {
  readonly accountId: number;
  readonly exchange: string;
}

/** The longest time that a process may take between two proofs of life. */
const LEASE = "interval '30 seconds'";

type ClaimRow = Omit<Job, 'account' | 'token'> & {
  readonly accountId: number;
  readonly name: string;
  readonly createdAt: number;
};

/** Takes the job that is due for longest, of any exchange but those; undefined when none is due. */
export async function claimJob(
  pool: Pool,
  token: string,
  except: readonly string[],
): Promise<Job | undefined> {
  const { rows } = await pool.query<ClaimRow>({
    name: 'sync_claim',
    text: `WITH due AS MATERIALIZED (
             SELECT id FROM sync_jobs
             WHERE active AND due_at <= now() AND (leased_until IS NULL OR leased_until < now()) AND exchange <> ALL ($2::text[])
             ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED
           )
           UPDATE sync_jobs AS job SET leased_by = $1, leased_until = now() + ${LEASE}
           FROM due, accounts AS account WHERE job.id = due.id AND account.id = job.account_id
           RETURNING job.id, job.exchange, job.kind, job.symbol, job.progress, job.failures, job.due_at::text AS "dueAt",
             account.id AS "accountId", account.name, (extract(epoch FROM account.created_at) * 1000)::float8 AS "createdAt"`,
    values: [token, except],
  });
  const [row] = rows;
  if (row === undefined) return undefined;
  const { accountId, name, createdAt, ...job } = row;
  return { ...job, account: { id: accountId, name, createdAt }, token };
}

/**
 * Proves that the job is still whose it was, and prolongs it; in a transaction nobody can take it over before that ends.
 * @throws {LeaseLost}
 */
export async function keepJob(
  client: Pool | PoolClient,
  { id, token }: Job,
  progress?: object,
): Promise<void> {
  const { rowCount } = await client.query({
    name: 'sync_keep',
    text: `UPDATE sync_jobs SET leased_until = now() + ${LEASE}, progress = coalesce($3::jsonb, progress)
           WHERE id = $1 AND leased_by = $2`,
    values: [id, token, progress === undefined ? null : JSON.stringify(progress)],
  });
  if (rowCount !== 1) throw new LeaseLost();
}

/** Gives a job back that went well, if it is still whose it was. */
export async function finishJob(pool: Pool, { id, token, dueAt }: Job, done: Done): Promise<void> {
  await pool.query({
    name: 'sync_finish',
    text: `UPDATE sync_jobs SET leased_by = NULL, leased_until = NULL, progress = $4, offered = $5,
             failures = 0, last_error = NULL, last_ok_at = now(),
             due_at = CASE due_at WHEN $6::timestamptz THEN now() + $3::float8 * interval '1 millisecond' ELSE due_at END
           WHERE id = $1 AND leased_by = $2`,
    values: [id, token, done.dueInMs, JSON.stringify(done.progress), done.offered ?? true, dueAt],
  });
}

/** Gives a job back that failed, if it is still whose it was. */
export async function failJob(
  pool: Pool,
  { id, token }: Job,
  { error, dueInMs }: { readonly error: string; readonly dueInMs: number },
): Promise<void> {
  await pool.query({
    name: 'sync_fail',
    text: `UPDATE sync_jobs SET leased_by = NULL, leased_until = NULL, due_at = now() + $3::float8 * interval '1 millisecond',
             failures = failures + 1, last_error = $4
           WHERE id = $1 AND leased_by = $2`,
    values: [id, token, dueInMs, error],
  });
}

/** Lets all that is due of an exchange of an account meanwhile wait for so long: it would fail as this job did. */
export async function deferJobs(
  pool: Pool,
  { account, exchange }: Job,
  { error, dueInMs }: { readonly error: string; readonly dueInMs: number },
): Promise<void> {
  await pool.query({
    name: 'sync_defer',
    text: `UPDATE sync_jobs SET due_at = now() + $3::float8 * interval '1 millisecond', failures = greatest(failures, 1), last_error = $4
           WHERE active AND account_id = $1 AND exchange = $2 AND (leased_until IS NULL OR leased_until < now())
             AND due_at < now() + $3::float8 * interval '1 millisecond'`,
    values: [account.id, exchange, dueInMs, error],
  });
}

/** Leaves a job to the others as it was taken. */
export async function releaseJob(pool: Pool, { id, token }: Job): Promise<void> {
  await pool.query({
    name: 'sync_release',
    text: 'UPDATE sync_jobs SET leased_by = NULL, leased_until = NULL WHERE id = $1 AND leased_by = $2',
    values: [id, token],
  });
}

/** Lets exactly these exchanges be read. What one is read no more keeps how far it was, and goes on from there. */
export async function settleJobs(
  pool: Pool,
  places: readonly JobPlace[],
  kinds: readonly JobKind[],
): Promise<void> {
  await pool.query({
    name: 'sync_settle',
    text: `WITH wanted AS (SELECT * FROM unnest($1::integer[], $2::text[]) AS given(account_id, exchange)),
           ended AS (
             UPDATE sync_jobs SET active = false, leased_by = NULL, leased_until = NULL
             WHERE active AND (account_id, exchange) NOT IN (SELECT * FROM wanted)
           ), resumed AS (
             UPDATE sync_jobs SET active = true, due_at = now(), failures = 0, last_error = NULL
             WHERE NOT active AND (account_id, exchange) IN (SELECT * FROM wanted)
           )
           INSERT INTO sync_jobs (account_id, exchange, kind)
           SELECT account_id, exchange, kind FROM wanted, unnest($3::text[]) AS kind
           WHERE NOT EXISTS (
             SELECT FROM sync_jobs AS known
             WHERE (known.account_id, known.exchange, known.kind, known.symbol) = (wanted.account_id, wanted.exchange, kind, '')
           )
           ON CONFLICT DO NOTHING`,
    values: [places.map(({ accountId }) => accountId), places.map(({ exchange }) => exchange), kinds],
  });
}
