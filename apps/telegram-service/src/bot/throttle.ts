import type { Transformer } from 'grammy';
import { PACE } from '../telegram-limits.js';
import { ContactError } from './failure.js';
import { createPlaces, NoPlaceError, type Places } from './places.js';
import { builtInSignal } from './signals.js';

/** A message does not keep those of other chats waiting for longer. */
const MESSAGE_WAIT_MS = 2_000;
const MESSAGE_AGAIN_MS = 5_000;

export interface Throttle {
  /** For calls that may wait as long as it takes. */
  readonly answers: Transformer;
  /** For messages that are sent one at a time: ahead of answers, and given back where the chat itself has no room soon. */
  readonly messages: Transformer;
}

/**
 * Sends at the pace that Telegram allows: 30 messages a second in all, one a second into a chat, 20 a minute into a group. A call
 * keeps its place until a second after its answer, so that no second as Telegram counts it sees more, however long calls are on their
 * way. A signal that aborts takes a call out that waits for its turn.
 */
export function createThrottle(): Throttle {
  const all = createPlaces(PACE.mostASecond, PACE.secondMs);
  const chats = new Map<number, readonly Places[]>();

  function chatOf(chatId: number): readonly Places[] {
    const known = chats.get(chatId);
    if (known !== undefined) return known;
    const forget = () => {
      if (fresh.every((places) => places.idle())) chats.delete(chatId);
    };
    const single = createPlaces(1, PACE.secondMs, forget);
    const fresh = chatId < 0 ? [single, createPlaces(PACE.mostInAGroup, PACE.minuteMs, forget)] : [single];
    chats.set(chatId, fresh);
    return fresh;
  }

  const paced =
    (ahead: boolean): Transformer =>
    async (prev, method, payload, signal) => {
      const chatId = 'chat_id' in payload ? Number(payload.chat_id) : undefined;
      const given = signal === undefined ? [] : [builtInSignal(signal)];
      const soon = ahead ? AbortSignal.timeout(MESSAGE_WAIT_MS) : undefined;
      const taken: Places[] = [];
      let used = false;
      const take = async (places: Places, signals: readonly AbortSignal[]) => {
        await places.take({ signals, ahead });
        taken.push(places);
      };
      try {
        const own = chatId === undefined ? [] : chatOf(chatId);
        for (const places of own) await take(places, soon === undefined ? given : [...given, soon]);
        await take(all, given);
        used = true;
        return await prev(method, payload, signal);
      } catch (error) {
        throw error instanceof NoPlaceError ? missed(signal?.aborted === true) : error;
      } finally {
        for (const places of taken) places.give(used);
      }
    };

  return { answers: paced(false), messages: paced(true) };
}

function missed(gaveUp: boolean): ContactError {
  const reason = 'its turn did not come';
  return new ContactError(
    gaveUp
      ? { kind: 'silent', reason, definite: false }
      : { kind: 'rate_limited', reason, definite: false, retryAfterMs: MESSAGE_AGAIN_MS },
  );
}
