import { PACE } from '../telegram-limits.js';

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
    if (chatId > 0) return PACE.secondMs;
    const at = now();
    if (!sentAt.has(chatId)) forget(at - PACE.minuteMs);
    const times = [...(sentAt.get(chatId) ?? []), at].slice(-PACE.mostInAGroup);
    sentAt.set(chatId, times);
    const [first = at] = times;
    const full = times.length === PACE.mostInAGroup ? first + PACE.minuteMs - at : 0;
    return Math.max(PACE.secondMs, full);
  };
}
