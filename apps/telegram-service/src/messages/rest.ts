const BETWEEN_MS = 1_000;
const GROUP_WINDOW_MS = 60_000;
const MOST_IN_GROUP = 20;

/**
 * How long a chat rests after a message, in milliseconds: Telegram takes one a second in a chat and 20 a minute in a group. A chat
 * that rests keeps nobody else waiting, one whose message waits for its turn does.
 */
export function createRest(now: () => number = () => performance.now()): (chatId: number) => number {
  const sentAt = new Map<number, number[]>();

  function forget(before: number): void {
    for (const [chatId, times] of sentAt) {
      if ((times.at(-1) ?? 0) <= before) sentAt.delete(chatId);
    }
  }

  return (chatId) => {
    if (chatId > 0) return BETWEEN_MS;
    const at = now();
    if (!sentAt.has(chatId)) forget(at - GROUP_WINDOW_MS);
    const times = [...(sentAt.get(chatId) ?? []), at].slice(-MOST_IN_GROUP);
    sentAt.set(chatId, times);
    const [first = at] = times;
    const full = times.length === MOST_IN_GROUP ? first + GROUP_WINDOW_MS - at : 0;
    return Math.max(BETWEEN_MS, full);
  };
}
