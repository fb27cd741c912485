import type { Pool, PoolClient } from 'pg';
import { quick } from '../../../platform/db/quick.js';
import { transaction } from '../../../platform/db/transaction.js';

/** What a code is good for, and until when, in milliseconds of the epoch. */
export interface CodeRow {
  readonly hash: Buffer;
  readonly accountId: number;
}

/** Failed attempts that are too many, of one chat and of all. */
export interface AttemptLimits {
  readonly perChat: number;
  readonly inAll: number;
}

/** What became of a code: the account that the chat belongs to now, as it did already where it did so `again`; nothing, for it is no good; or after how many seconds to try again. */
export type Redeemed =
  | { readonly outcome: 'linked'; readonly account: string; readonly again: boolean }
  | { readonly outcome: 'refused' }
  | { readonly outcome: 'too_many'; readonly retryAfterSeconds: number };

const LIFETIME = "interval '10 minutes'";
const WINDOW = "interval '10 minutes'";

/** Stores a code, forgets those that ended a day ago, and resolves with when it ends, in milliseconds of the epoch. */
export async function insertCode(pool: Pool, { hash, accountId }: CodeRow): Promise<number> {
  const { rows } = await pool.query<{ expiresAt: Date }>({
    name: 'link_codes_insert',
    text: `WITH ended AS (DELETE FROM link_codes WHERE expires_at < now() - interval '1 day')
           INSERT INTO link_codes (hash, account_id, expires_at) VALUES ($1, $2, now() + ${LIFETIME})
           RETURNING expires_at AS "expiresAt"`,
    values: [hash, accountId],
  });
  return rows[0]?.expiresAt.getTime() ?? 0;
}

/** One after the other, in whichever process, so that no failure goes uncounted; reading goes on. */
const BEGIN = quick({
  text: `BEGIN; SET LOCAL lock_timeout = '1900ms'; SET LOCAL idle_in_transaction_session_timeout = '3s';
    LOCK TABLE link_attempts IN SHARE ROW EXCLUSIVE MODE`,
});

/**
 * Links the chat to the account of a code that is good, which uses the code up; what fails counts against the limits. Of the chat that it
 * linked the code is taken again, for as long as it lasts and the chat is still linked as it linked it.
 */
export function redeem(pool: Pool, hash: Buffer, chatId: number, limits: AttemptLimits): Promise<Redeemed> {
  return transaction(
    pool,
    async (client) => {
      const wait = await waitOf(client, chatId, limits);
      if (wait > 0) return { outcome: 'too_many', retryAfterSeconds: wait };
      const account = await linkByCode(client, hash, chatId);
      if (account !== undefined) return { outcome: 'linked', account, again: false };
      const linked = await linkedByCode(client, hash, chatId);
      if (linked !== undefined) return { outcome: 'linked', account: linked, again: true };
      await addAttempt(client, chatId);
      return { outcome: 'refused' };
    },
    BEGIN,
  );
}

/** Seconds until fewer attempts than the limits have failed in the window; 0 when they have. */
async function waitOf(client: PoolClient, chatId: number, limits: AttemptLimits): Promise<number> {
  const { rows } = await client.query<{ wait: number }>({
    name: 'link_attempts_wait',
    text: `WITH failed AS (
             SELECT chat_id, attempted_at FROM link_attempts WHERE attempted_at > statement_timestamp() - ${WINDOW}
           ), decisive AS (
             (SELECT attempted_at FROM failed WHERE chat_id = $1 ORDER BY attempted_at DESC OFFSET $2 LIMIT 1)
             UNION ALL
             (SELECT attempted_at FROM failed ORDER BY attempted_at DESC OFFSET $3 LIMIT 1)
           )
           SELECT COALESCE(max(ceil(extract(epoch FROM attempted_at + ${WINDOW} - statement_timestamp()))), 0)::int AS wait
           FROM decisive`,
    values: [chatId, limits.perChat - 1, limits.inAll - 1],
  });
  return rows[0]?.wait ?? 0;
}

/** The name of the account, undefined where the code is unknown, used or ended. */
async function linkByCode(client: PoolClient, hash: Buffer, chatId: number): Promise<string | undefined> {
  const { rows } = await client.query<{ name: string }>({
    name: 'link_codes_redeem',
    text: `WITH used AS (
             UPDATE link_codes SET used_at = statement_timestamp(), used_by = $2
             WHERE hash = $1 AND used_at IS NULL AND expires_at > statement_timestamp() RETURNING account_id
           ), linked AS (
             INSERT INTO chats (chat_id, account_id) SELECT $2, account_id FROM used
             ON CONFLICT (chat_id) DO UPDATE SET account_id = excluded.account_id, linked_at = excluded.linked_at, unreachable = NULL
           )
           SELECT name FROM accounts JOIN used ON id = account_id`,
    values: [hash, chatId],
  });
  return rows[0]?.name;
}

/** The name of the account that the code linked the chat to before, undefined where the chat is not linked to it now. */
async function linkedByCode(client: PoolClient, hash: Buffer, chatId: number): Promise<string | undefined> {
  const { rows } = await client.query<{ name: string }>({
    name: 'link_codes_redeemed',
    text: `SELECT name FROM link_codes JOIN chats USING (account_id) JOIN accounts ON accounts.id = account_id
           WHERE hash = $1 AND used_by = $2 AND chat_id = $2 AND expires_at > statement_timestamp()`,
    values: [hash, chatId],
  });
  return rows[0]?.name;
}

async function addAttempt(client: PoolClient, chatId: number): Promise<void> {
  await client.query({
    name: 'link_attempts_insert',
    text: `WITH past AS (DELETE FROM link_attempts WHERE attempted_at < statement_timestamp() - ${WINDOW})
           INSERT INTO link_attempts (chat_id, attempted_at) VALUES ($1, statement_timestamp())`,
    values: [chatId],
  });
}
