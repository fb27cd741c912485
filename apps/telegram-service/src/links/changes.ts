/** Which chats changed when, so that an answer that was under way meanwhile is not taken for the newer one. */
export interface Changes {
  note(chatId: number): void;
  /** Tells from then on whether a chat has changed since. */
  sinceNow(): (chatId: number) => boolean;
}

export function createChanges(): Changes {
  const last = new Map<number, number>();
  let count = 0;
  return {
    note(chatId) {
      count += 1;
      last.set(chatId, count);
    },
    sinceNow() {
      const before = count;
      return (chatId) => (last.get(chatId) ?? 0) > before;
    },
  };
}
