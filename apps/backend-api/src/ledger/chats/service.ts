import { AppError, type Query } from '@neuratrade/service-kit';
import type { Database } from '../../platform/db/database.js';
import { orUnavailable } from '../../platform/db/unavailable.js';
import type { Account } from '../accounts/account.js';
import { chatIdOf, type LinkedChat } from './chat.js';
import { deleteChat, findAccountOf, listChats } from './repository.js';

/** Every call rejects with an AppError that says what to do. */
export interface Chats {
  /**
   * The account of the chat that `?chat_id=` names. While `main` is the only account, every chat belongs to it; else one
   * that is not linked is `not_found`. What is no chat is `bad_request`.
   */
  accountOf(query: Query): Promise<Account>;
  list(): Promise<readonly LinkedChat[]>;
  /** Rejects with `not_found` where the chat is not linked. */
  unlink(chatId: number): Promise<void>;
}

export interface ChatsOptions {
  readonly pool: Database;
  /** Why the database failed, in a few words. */
  readonly reasonOf: (error: unknown) => string;
}

/** The chats and the accounts that they belong to, as the database has them at that moment. */
export function createChats({ pool, reasonOf }: ChatsOptions): Chats {
  return {
    async accountOf(query) {
      const chatId = chatIdOf(query);
      const account = await orUnavailable(findAccountOf(pool, chatId), reasonOf);
      if (account !== undefined) return account;
      const text = `Chat ${chatId} is linked to no account. neuratrade telegram link --account NAME makes a link that does it.`;
      throw new AppError('not_found', text);
    },
    list: () => orUnavailable(listChats(pool), reasonOf),
    async unlink(chatId) {
      if (await orUnavailable(deleteChat(pool, chatId), reasonOf)) return;
      throw new AppError(
        'not_found',
        `Chat ${chatId} is not linked. GET /api/v1/chats lists those that are.`,
      );
    },
  };
}
