import type { Context, MiddlewareFn } from 'grammy';

const MOST_OPEN = 5;

/** An update that is too many for its chat. */
export interface Overflow {
  readonly context: Context;
  /** Whether it is the first that is too many since the chat had nothing open. */
  readonly first: boolean;
  /** Ids of the chat's open updates and of this one. */
  readonly updateIds: readonly number[];
}

interface OpenChat {
  readonly updateIds: Set<number>;
  overflowed: boolean;
}

/** Lets five updates of a chat be open at a time, under way or waiting; `overflow` settles every further one. */
export function limitPerChat(overflow: (overflow: Overflow) => Promise<void>): MiddlewareFn<Context> {
  const chats = new Map<number, OpenChat>();
  return async (context, next) => {
    const chatId = context.chat?.id;
    const id = context.update.update_id;
    if (chatId === undefined) return next();
    const chat = chats.get(chatId) ?? { updateIds: new Set<number>(), overflowed: false };
    if (chat.updateIds.size >= MOST_OPEN) {
      const first = !chat.overflowed;
      chat.overflowed = true;
      return overflow({ context, first, updateIds: [...chat.updateIds, id] });
    }
    chats.set(chatId, chat);
    chat.updateIds.add(id);
    try {
      await next();
    } finally {
      chat.updateIds.delete(id);
      if (chat.updateIds.size === 0) chats.delete(chatId);
    }
  };
}
