import { setTimeout as delay } from 'node:timers/promises';
import type { ChangeChat, Chat } from '@neuratrade/api-contracts';
import type { BackendAnswer, BackendClient } from '../backend/client.js';

/** Changes of chats that the backend has to hear of sooner or later. */
export interface Reports {
  add(chatId: number, change: ChangeChat): void;
  /** What is still to be told about the chat. */
  pending(chatId: number): ChangeChat | undefined;
  open(): void;
  close(): Promise<void>;
}

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

/** Tells them one after another, by turns until the backend takes or refuses each, with longer and longer pauses after what failed. */
export function createReports(options: {
  readonly tell: BackendClient['changeChat'];
  /** The backend's answer to a change that it took. */
  readonly onTaken: (chatId: number, chat: Chat | null) => void;
}): Reports {
  const changes = new Map<number, ChangeChat>();
  const closing = new AbortController();
  let wake = () => {};
  let work = Promise.resolve();

  async function run(): Promise<void> {
    let pauseMs = FIRST_PAUSE_MS;
    while (!closing.signal.aborted) {
      const [next] = changes;
      if (next === undefined) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        continue;
      }
      const [chatId, change] = next;
      const answer = await options.tell(chatId, change, closing.signal);
      if (mayWorkLater(answer)) {
        putLast(chatId, change);
        await delay(pauseMs, undefined, { signal: closing.signal }).catch(() => undefined);
        pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
        continue;
      }
      pauseMs = FIRST_PAUSE_MS;
      if (changes.get(chatId) !== change) continue;
      changes.delete(chatId);
      if (answer.ok) options.onTaken(chatId, answer.value);
    }
  }

  /** Has those of other chats told first. */
  function putLast(chatId: number, failed: ChangeChat): void {
    const change = changes.get(chatId) ?? failed;
    changes.delete(chatId);
    changes.set(chatId, change);
  }

  return {
    add(chatId, change) {
      changes.set(chatId, { ...changes.get(chatId), ...change });
      wake();
    },
    pending: (chatId) => changes.get(chatId),
    open() {
      work = run();
    },
    async close() {
      closing.abort();
      wake();
      await work;
    },
  };
}

/** Not so where the backend understood and refused. */
function mayWorkLater(answer: BackendAnswer<unknown>): boolean {
  return !answer.ok && !REFUSALS.includes(answer.status ?? 0);
}

const REFUSALS = [400, 404, 409, 410, 422];
