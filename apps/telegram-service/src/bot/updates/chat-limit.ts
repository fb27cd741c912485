const MOST_OPEN = 50;

/** What becomes of an update that a chat asks with; `first_too_many`: it is the first since the chat had nothing open. */
type Admission = 'taken' | 'first_too_many' | 'too_many';

export interface ChatLimit {
  /** Takes an update in, if there is room for it. */
  admit(chatId: number): Admission;
  /** Takes one in whatever is open: it was admitted before. */
  take(chatId: number): void;
  /** One that was taken is done. The number that was left out, where that ends a flood; else 0. */
  done(chatId: number): number;
}

/** Lets 50 updates of a chat be open at a time. */
export function createChatLimit(): ChatLimit {
  const chats = new Map<number, { open: number; leftOut: number }>();
  const chatOf = (chatId: number) => {
    const chat = chats.get(chatId) ?? { open: 0, leftOut: 0 };
    chats.set(chatId, chat);
    return chat;
  };
  return {
    admit(chatId) {
      const chat = chatOf(chatId);
      if (chat.open >= MOST_OPEN) {
        chat.leftOut += 1;
        return chat.leftOut === 1 ? 'first_too_many' : 'too_many';
      }
      chat.open += 1;
      return 'taken';
    },
    take(chatId) {
      chatOf(chatId).open += 1;
    },
    done(chatId) {
      const chat = chatOf(chatId);
      chat.open -= 1;
      if (chat.open > 0) return 0;
      chats.delete(chatId);
      return chat.leftOut;
    },
  };
}
