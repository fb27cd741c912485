import type { ChangeChat, Look } from '@neuratrade/api-contracts';
import type { Pool } from 'pg';
import { quick } from '../../platform/db/quick.js';
import { transaction } from '../../platform/db/transaction.js';
import type { Account } from '../accounts/account.js';
import type { LinkedChat } from './chat.js';

type Client = Pick<Pool, 'query'>;

interface Row {
  readonly chatId: string;
  readonly account: string;
  readonly linkedAt: Date;
  readonly look: Look;
  readonly timezone: string;
  readonly digestEnabled: boolean;
  readonly digestAt: string;
  readonly digestSince: Date;
  readonly unreachable: string | null;
}

const COLUMNS = `chat.chat_id AS "chatId", account.name AS account, chat.linked_at AS "linkedAt", chat.look, chat.timezone,
  chat.digest_enabled AS "digestEnabled", chat.digest_at AS "digestAt", chat.digest_since AS "digestSince", chat.unreachable`;

/**
 * The account that a chat is linked to; `main` where the chat is not linked and there is no other account. Undefined where there are
 * several.
 */
export async function findAccountOf(client: Client, chatId: number): Promise<Account | undefined> {
  const { rows } = await client.query<{ id: number; name: string; createdAt: Date }>(
    quick({
      name: 'chats_account',
      text: `WITH linked AS (SELECT account_id FROM chats WHERE chat_id = $1)
             SELECT id, name, created_at AS "createdAt" FROM accounts
             WHERE id = COALESCE((SELECT account_id FROM linked),
               (SELECT max(id) FROM (SELECT id FROM accounts LIMIT 2) AS two HAVING count(*) = 1))`,
      values: [chatId],
    }),
  );
  return rows.map(({ createdAt, ...row }) => ({ ...row, createdAt: createdAt.getTime() }))[0];
}

/** Those of one account or of all, by the time when they were linked. */
export async function listChats(client: Client, accountId: number | undefined): Promise<LinkedChat[]> {
  const { rows } = await client.query<Row>(
    quick({
      name: 'chats_list',
      text: `SELECT ${COLUMNS} FROM chats AS chat JOIN accounts AS account ON account.id = chat.account_id
             WHERE $1::integer IS NULL OR chat.account_id = $1 ORDER BY chat.linked_at, chat.chat_id`,
      values: [accountId ?? null],
    }),
  );
  return rows.map(chatOf);
}

/** Undefined where the chat is not linked. */
export async function findChat(client: Client, chatId: number): Promise<LinkedChat | undefined> {
  const { rows } = await client.query<Row>(
    quick({
      name: 'chats_find',
      text: `SELECT ${COLUMNS} FROM chats AS chat JOIN accounts AS account ON account.id = chat.account_id WHERE chat.chat_id = $1`,
      values: [chatId],
    }),
  );
  return rows.map(chatOf)[0];
}

/** Changes what is named and resolves with the whole; undefined where the chat is not linked. */
export async function updateChat(
  client: Client,
  chatId: number,
  { look, timezone, digest, unreachable }: Omit<ChangeChat, 'chat_id'>,
): Promise<LinkedChat | undefined> {
  const { rows } = await client.query<Row>(
    quick({
      name: 'chats_update',
      text: `UPDATE chats AS chat SET
               look = COALESCE($2, chat.look),
               timezone = COALESCE($3, chat.timezone),
               digest_enabled = COALESCE($4, chat.digest_enabled),
               digest_at = COALESCE($5, chat.digest_at),
               digest_since = CASE
                 WHEN (COALESCE($3, chat.timezone), COALESCE($4, chat.digest_enabled), COALESCE($5, chat.digest_at))
                   = (chat.timezone, chat.digest_enabled, chat.digest_at) THEN chat.digest_since
                 ELSE date_trunc('second', statement_timestamp()) END,
               unreachable = CASE WHEN $6 THEN $7 ELSE chat.unreachable END
             FROM accounts AS account WHERE account.id = chat.account_id AND chat.chat_id = $1 RETURNING ${COLUMNS}`,
      values: [
        ...[chatId, look ?? null, timezone ?? null, digest?.enabled ?? null, digest?.at ?? null],
        ...[unreachable !== undefined, unreachable ?? null],
      ],
    }),
  );
  return rows.map(chatOf)[0];
}

/** While it lasts nobody links, changes or unlinks a chat, in whichever process; reading goes on. */
const BEGIN = quick({
  text: `BEGIN; SET LOCAL lock_timeout = '1500ms'; SET LOCAL idle_in_transaction_session_timeout = '3s';
    LOCK TABLE chats IN SHARE ROW EXCLUSIVE MODE`,
});

/** Gives a linked chat another number, in place of a chat that is linked under that one, and changes what else is named. */
export function moveChat(
  pool: Pool,
  chatId: number,
  { chat_id: movedTo, ...change }: ChangeChat & { readonly chat_id: number },
): Promise<LinkedChat | undefined> {
  return transaction(
    pool,
    async (client) => {
      if ((await updateChat(client, chatId, change)) === undefined) return undefined;
      await deleteChat(client, movedTo);
      await client.query({
        name: 'chats_move',
        text: 'UPDATE chats SET chat_id = $2 WHERE chat_id = $1',
        values: [chatId, movedTo],
      });
      return findChat(client, movedTo);
    },
    BEGIN,
  );
}

/** Whether there was such a chat. */
export async function deleteChat(client: Client, chatId: number): Promise<boolean> {
  const { rowCount } = await client.query(
    quick({ name: 'chats_delete', text: 'DELETE FROM chats WHERE chat_id = $1', values: [chatId] }),
  );
  return rowCount === 1;
}

function chatOf({ digestEnabled, digestAt, digestSince, ...row }: Row): LinkedChat {
  return {
    ...row,
    chatId: Number(row.chatId),
    linkedAt: row.linkedAt.getTime(),
    digest: { enabled: digestEnabled, at: digestAt, since: digestSince.getTime() },
  };
}
