import type { Pool, PoolClient } from 'pg';
import { transaction } from '../../platform/db/transaction.js';
import type { ExchangeRow, ExchangeState } from './exchange.js';

/** The registry while nobody else may change it. */
export interface HeldExchanges {
  /** What is registered, in the order of the public list. */
  list(): Promise<ExchangeRow[]>;
  /** Makes the registry hold exactly these, each with its account: what is not among them is marked as removed. */
  replace(exchanges: readonly ExchangeState[]): Promise<void>;
}

/** The accounts that exchanges belong to. */
export interface ExchangeAccounts {
  /** Adds those that are not there, on a connection. */
  ensure(names: readonly string[], connection: PoolClient): Promise<void>;
}

/** What is registered, of one account or of all, by the time when it was added and then by name. */
export async function listExchanges(
  client: Pick<Pool, 'query'>,
  account: string | undefined,
): Promise<ExchangeRow[]> {
  const { rows } = await client.query<ExchangeRow>({
    name: 'exchanges_list',
    text: `SELECT account, name, enabled, has_auth AS "hasAuth", added_at AS "addedAt" FROM exchanges
           WHERE removed_at IS NULL AND ($1::text IS NULL OR account = $1)
           ORDER BY added_at, name COLLATE "C", account COLLATE "C"`,
    values: [account ?? null],
  });
  return rows;
}

/** Rejects, as a change would, when the database takes none. */
export async function tryChange(pool: Pool): Promise<void> {
  await pool.query({ name: 'exchanges_try', text: 'UPDATE exchanges SET enabled = enabled WHERE false' });
}

const HOLD = `BEGIN; SET LOCAL lock_timeout = '4s'; SET LOCAL idle_in_transaction_session_timeout = '3s';
  LOCK TABLE exchanges IN SHARE ROW EXCLUSIVE MODE`;

/**
 * Does the work while nobody else changes the registry, this process or another; reading goes on. After a failure nothing
 * of the work is kept.
 */
export function holdExchanges<T>(
  pool: Pool,
  accounts: ExchangeAccounts,
  work: (held: HeldExchanges) => Promise<T>,
): Promise<T> {
  const held = (client: PoolClient): HeldExchanges => ({
    list: () => listExchanges(client, undefined),
    async replace(exchanges) {
      const names = exchanges.map(({ account }) => account);
      await accounts.ensure([...new Set(names)], client);
      await replaceExchanges(client, exchanges);
    },
  });
  return transaction(pool, (client) => work(held(client)), HOLD);
}

async function replaceExchanges(client: PoolClient, exchanges: readonly ExchangeState[]): Promise<void> {
  await client.query({
    name: 'exchanges_replace',
    text: `WITH configured AS (
             SELECT * FROM unnest($1::text[], $2::text[], $3::boolean[], $4::boolean[])
               AS given(account, name, enabled, has_auth)
           ), removed AS (
             UPDATE exchanges SET removed_at = now()
             WHERE removed_at IS NULL AND (account, name) NOT IN (SELECT account, name FROM configured)
           )
           INSERT INTO exchanges AS known (account, name, enabled, has_auth)
           SELECT account, name, enabled, has_auth FROM configured ORDER BY account, name
           ON CONFLICT (account, name) DO UPDATE
             SET enabled = excluded.enabled, has_auth = excluded.has_auth, removed_at = NULL
           WHERE (known.enabled, known.has_auth) IS DISTINCT FROM (excluded.enabled, excluded.has_auth)
             OR known.removed_at IS NOT NULL`,
    values: [
      exchanges.map(({ account }) => account),
      exchanges.map(({ name }) => name),
      exchanges.map(({ enabled }) => enabled),
      exchanges.map(({ hasAuth }) => hasAuth),
    ],
  });
}
