import type { Pool } from 'pg';
import type { Account } from '../accounts/account.js';
import type { LinkedChat } from './chat.js';

/**
 * The account that a chat is linked to; `main` where the chat is not linked and there is no other account. Undefined where there are
 * several.
 */
export async function findAccountOf(pool: Pool, chatId: number): Promise<Account | undefined> {
  const { rows } = await pool.query<{ id: number; name: string; createdAt: Date }>({
    name: 'chats_account',
    text: `WITH linked AS (SELECT account_id FROM chats WHERE chat_id = $1)
           SELECT id, name, created_at AS "createdAt" FROM accounts
           WHERE id = COALESCE((SELECT account_id FROM linked),
             (SELECT max(id) FROM (SELECT id FROM accounts LIMIT 2) AS two HAVING count(*) = 1))`,
    values: [chatId],
  });
  return rows.map(({ createdAt, ...row }) => ({ ...row, createdAt: createdAt.getTime() }))[0];
}

/** By the time when they were linked. */
export async function listChats(pool: Pool): Promise<LinkedChat[]> {
  const { rows } = await pool.query<{ chatId: string; account: string; linkedAt: Date }>({
    name: 'chats_list',
    text: `SELECT chat_id AS "chatId", name AS account, linked_at AS "linkedAt"
           FROM chats JOIN accounts ON accounts.id = account_id ORDER BY linked_at, chat_id`,
  });
  return rows.map(({ chatId, account, linkedAt }) => ({
    chatId: Number(chatId),
    account,
    linkedAt: linkedAt.getTime(),
  }));
}

/** Whether there was such a chat. */
export async function deleteChat(pool: Pool, chatId: number): Promise<boolean> {
  const { rowCount } = await pool.query({
    name: 'chats_delete',
    text: 'DELETE FROM chats WHERE chat_id = $1',
    values: [chatId],
  });
  return rowCount === 1;
}
