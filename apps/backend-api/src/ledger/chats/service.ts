import type { ChangeChat } from '@neuratrade/api-contracts';
import { AppError, type Logger, type Query } from '@neuratrade/service-kit';
import type { Database } from '../../platform/db/database.js';
import { orUnavailable } from '../../platform/db/unavailable.js';
import type { Account } from '../accounts/account.js';
import { chatIdOf, type LinkedChat } from './chat.js';
import { deleteChat, findAccountOf, findChat, listChats, moveChat, updateChat } from './repository.js';

/** Every call rejects with an AppError that says what to do; those about one chat with `not_found` where it is not linked. */
export interface Chats {
  /**
   * The account of the chat that `?chat_id=` names. While `main` is the only account, every chat belongs to it; else one
   * that is not linked is `not_found`. What is no chat is `bad_request`.
   */
  accountOf(query: Query): Promise<Account>;
  /** Those of an account, or all. */
  list(account?: Account): Promise<readonly LinkedChat[]>;
  find(chatId: number): Promise<LinkedChat>;
  /** Changes what is named. A `chat_id` is the number that the chat has from now on; a chat that was linked under it no longer is. */
  change(chatId: number, change: ChangeChat): Promise<LinkedChat>;
  unlink(chatId: number): Promise<void>;
}

export interface ChatsOptions {
  readonly pool: Database;
  /** Why the database failed, in a few words. */
  readonly reasonOf: (error: unknown) => string;
  readonly logger: Logger;
}

/** The chats and the accounts that they belong to, as the database has them at that moment. */
export function createChats({ pool, reasonOf, logger }: ChatsOptions): Chats {
  const moved = async (
    chatId: number,
    change: ChangeChat & { readonly chat_id: number },
  ): Promise<LinkedChat> => {
    const chat = linked(chatId, await orUnavailable(moveChat(pool, chatId, change), reasonOf));
    logger.info('Chat moved', { chat_id: chatId, to: chat.chatId, account: chat.account });
    return chat;
  };

  return {
    async accountOf(query) {
      const chatId = chatIdOf(query);
      const account = await orUnavailable(findAccountOf(pool, chatId), reasonOf);
      if (account !== undefined) return account;
      const text = `Chat ${chatId} is linked to no account. neuratrade telegram link --account NAME makes a link that does it.`;
      throw new AppError('not_found', text);
    },
    list: (account) => orUnavailable(listChats(pool, account?.id), reasonOf),
    find: async (chatId) => linked(chatId, await orUnavailable(findChat(pool, chatId), reasonOf)),
    async change(chatId, { chat_id: movedTo = chatId, ...change }) {
      if (movedTo !== chatId) return moved(chatId, { ...change, chat_id: movedTo });
      return linked(chatId, await orUnavailable(updateChat(pool, chatId, change), reasonOf));
    },
    async unlink(chatId) {
      if (!(await orUnavailable(deleteChat(pool, chatId), reasonOf))) throw notLinked(chatId);
      logger.info('Chat unlinked', { chat_id: chatId });
    },
  };
}

function linked(chatId: number, chat: LinkedChat | undefined): LinkedChat {
  if (chat === undefined) throw notLinked(chatId);
  return chat;
}

function notLinked(chatId: number): AppError {
  return new AppError('not_found', `Chat ${chatId} is not linked. GET /api/v1/chats lists those that are.`);
}
