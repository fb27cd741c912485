import {
  type ChangeChat,
  type Chat,
  type ChatLinked,
  chatLinkedSchema,
  chatSchema,
  chatsSchema,
} from '@neuratrade/api-contracts';
import { z } from 'zod';
import type { BackendAnswer } from './answer.js';
import type { Asker } from './ask.js';

const CHATS = '/api/v1/telegram/internal/chats';

/** Which chats belong to which account, and what was chosen in them. */
export interface ChatCalls {
  /** The linked chats, of one account or of all. */
  chats(account: string | undefined, signal: AbortSignal): Promise<BackendAnswer<readonly Chat[]>>;
  /** Null: not linked. */
  chat(chatId: number, signal: AbortSignal): Promise<BackendAnswer<Chat | null>>;
  /** A refused code is a failure with code `gone` or `too_many_requests`. */
  link(code: string, chatId: number, signal: AbortSignal): Promise<BackendAnswer<ChatLinked>>;
  /** Null: not linked. */
  changeChat(chatId: number, change: ChangeChat, signal: AbortSignal): Promise<BackendAnswer<Chat | null>>;
  /** Whether it was linked. */
  unlink(chatId: number, signal: AbortSignal): Promise<BackendAnswer<boolean>>;
}

export function chatCalls({ ask }: Asker): ChatCalls {
  return {
    async chats(account, signal) {
      const query = account === undefined ? '' : `?${new URLSearchParams({ account })}`;
      const told = await ask({ path: `${CHATS}${query}`, answer: chatsSchema }, signal);
      return told.ok ? { ok: true, value: told.value.chats } : told;
    },
    chat: async (chatId, signal) =>
      unlessUnlinked(await ask({ path: `${CHATS}/${chatId}`, answer: chatSchema }, signal), null),
    link: (code, chatId, signal) => {
      const body = { code, chat_id: chatId };
      const path = '/api/v1/telegram/internal/link';
      return ask({ method: 'POST', path, body, answer: chatLinkedSchema }, signal);
    },
    changeChat: async (chatId, body, signal) => {
      const path = `${CHATS}/${chatId}`;
      return unlessUnlinked(await ask({ method: 'PATCH', path, body, answer: chatSchema }, signal), null);
    },
    unlink: async (chatId, signal) => {
      const answer = z.unknown().transform(() => true);
      const path = `${CHATS}/${chatId}`;
      return unlessUnlinked(await ask({ method: 'DELETE', path, answer }, signal), false);
    },
  };
}

function unlessUnlinked<T, U>(told: BackendAnswer<T>, unlinked: U): BackendAnswer<T | U> {
  return !told.ok && told.status === 404 && told.code === 'not_found' ? { ok: true, value: unlinked } : told;
}
