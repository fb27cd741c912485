import type { Change, DurableStore } from '@neuratrade/service-kit/durable';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const MOST = 100_000;
const DONE = 'done:';
const keyOf = (id: number) => DONE + String(id).padStart(16, '0');

interface Done {
  readonly at: number;
}

export interface KnownIds {
  has(id: number): boolean;
  /** Knows it from now on, and after the returned change also in the next process. */
  add(id: number): Change<Done>;
  read(store: DurableStore<Done>): Promise<void>;
  close(): void;
}

/** The ids of updates that were done within a day, the last 100,000 of them. `forget` deletes the keys of older ones. */
export function createKnownIds({ forget }: { forget: (keys: readonly string[]) => unknown }): KnownIds {
  const doneAt = new Map<number, number>();
  const sweep = () => {
    const before = Date.now() - DAY_MS;
    const tooMany = doneAt.size - MOST;
    const old = [...doneAt].filter(([, at], index) => at < before || index < tooMany).map(([id]) => id);
    for (const id of old) doneAt.delete(id);
    if (old.length > 0) forget(old.map(keyOf));
  };
  const timer = setInterval(sweep, HOUR_MS).unref();
  return {
    has: (id) => doneAt.has(id),
    add(id) {
      const at = Date.now();
      doneAt.set(id, at);
      return { put: keyOf(id), value: { at } };
    },
    async read(store) {
      for await (const [key, { at }] of store.entries({ gte: DONE, lt: `${DONE}~` })) {
        doneAt.set(Number(key.slice(DONE.length)), at);
      }
      sweep();
    },
    close: () => clearInterval(timer),
  };
}
