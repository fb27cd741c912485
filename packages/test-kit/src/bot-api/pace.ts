import type { Pace } from './types.js';

/** A tenth of a second short of one, so that what was sent at the right pace and arrives a little unevenly passes. */
const WINDOW_MS = 900;

/** Counts what was put into chats. `room` takes a call in, or says after how many seconds there is room for it. */
export function createPace(): {
  set(limits: Pace | undefined): void;
  room(chatId: number): { retryAfter: number } | undefined;
} {
  let limits: Pace | undefined;
  let taken: { chatId: number; at: number }[] = [];
  return {
    set(next) {
      limits = next;
      taken = [];
    },
    room(chatId) {
      if (limits === undefined) return undefined;
      const now = performance.now();
      taken = taken.filter(({ at }) => now - at < WINDOW_MS);
      const own = taken.filter((call) => call.chatId === chatId).length;
      if (taken.length >= limits.perSecond || own >= limits.perChatPerSecond) return { retryAfter: 1 };
      taken.push({ chatId, at: now });
      return undefined;
    },
  };
}
