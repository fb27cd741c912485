import type { Update } from 'grammy/types';

const REMEMBERED = 10_000;

export interface Dispatcher {
  /** Starts work on an update unless it is known. Resolves when that update is done; rejects if it was abandoned. */
  accept(update: Update): Promise<void>;
  /** The offset that confirms what is done and nothing else: the oldest unfinished update, else the one after the last. */
  offset(): number;
  busy(): boolean;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
}

/**
 * Works on updates concurrently, each once, and knows which of them are done. `handle` rejects only when an update must
 * be delivered again; it then stays unfinished.
 */
export function createDispatcher(handle: (update: Update) => Promise<void>): Dispatcher {
  const unfinished = new Map<number, Promise<void>>();
  const running = new Set<number>();
  const done = new Set<number>();
  let lastId = 0;

  function remember(id: number): void {
    done.add(id);
    const [oldest] = done;
    if (done.size > REMEMBERED && oldest !== undefined) done.delete(oldest);
  }

  return {
    accept(update) {
      const id = update.update_id;
      if (done.has(id)) return Promise.resolve();
      const known = unfinished.get(id);
      if (known !== undefined) return known;
      lastId = id;
      running.add(id);
      const work = handle(update)
        .then(() => {
          unfinished.delete(id);
          remember(id);
        })
        .finally(() => running.delete(id));
      work.catch(() => undefined);
      unfinished.set(id, work);
      return work;
    },
    offset: () => (unfinished.size > 0 ? Math.min(...unfinished.keys()) : lastId === 0 ? 0 : lastId + 1),
    busy: () => running.size > 0,
    async idle() {
      while (running.size > 0) await Promise.allSettled(unfinished.values());
    },
  };
}
