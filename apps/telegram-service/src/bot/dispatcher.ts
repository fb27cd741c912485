import type { Update } from 'grammy/types';

const REMEMBERED = 10_000;
const MOST_UNDER_WAY = 200;

/** An update that this process does not finish and that Telegram must deliver again. */
export class RedeliverError extends Error {}

export interface Dispatcher {
  /** Whether one more update may be accepted. */
  room(): boolean;
  /** Starts work on an update unless it is known. Resolves when that update is done; rejects if it must come again. */
  accept(update: Update): Promise<void>;
  /** Lets the offset pass these updates although they are not done: a process that dies loses them. */
  release(ids: readonly number[]): void;
  /** The offset that confirms what is done or released: the oldest other update, else the one after the last. */
  offset(): number;
  busy(): boolean;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
}

/**
 * Works on updates concurrently, each once, and knows which of them are done. `handle` rejects only when an update must
 * be delivered again; the offset then stays at it.
 */
export function createDispatcher(handle: (update: Update) => Promise<void>): Dispatcher {
  const underWay = new Map<number, Promise<void>>();
  const held = new Set<number>();
  const done = new Set<number>();
  let lastId = 0;

  function finish(id: number): void {
    held.delete(id);
    done.add(id);
    const [oldest] = done;
    if (done.size > REMEMBERED && oldest !== undefined) done.delete(oldest);
  }

  return {
    room: () => underWay.size < MOST_UNDER_WAY,
    accept(update) {
      const id = update.update_id;
      if (done.has(id)) return Promise.resolve();
      const known = underWay.get(id);
      if (known !== undefined) return known;
      lastId = id;
      held.add(id);
      const work = handle(update)
        .then(() => finish(id))
        .finally(() => underWay.delete(id));
      work.catch(() => undefined);
      underWay.set(id, work);
      return work;
    },
    release(ids) {
      for (const id of ids) held.delete(id);
    },
    offset: () => (held.size > 0 ? Math.min(...held) : lastId === 0 ? 0 : lastId + 1),
    busy: () => underWay.size > 0,
    async idle() {
      while (underWay.size > 0) await Promise.allSettled(underWay.values());
    },
  };
}
