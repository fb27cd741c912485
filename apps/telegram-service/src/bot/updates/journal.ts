import { errorFields, type Logger } from '@neuratrade/service-kit';
import { type Change, type DurableStore, StoreError } from '@neuratrade/service-kit/durable';

const RETRY_MS = 5_000;

export interface JournalOptions<V> {
  readonly open: () => Promise<DurableStore<V>>;
  /** Reads what the store holds, once, before the first write. */
  readonly read: (store: DurableStore<V>) => Promise<void>;
  readonly logger: Logger;
}

export interface Journal<V> {
  /** Opens the store; a disk that takes no writes is no reason to reject. @throws {StoreError} `locked` */
  open(): Promise<void>;
  /** On disk when it resolves. What cannot be written is tried again later all the same, until it is. @throws {StoreError} */
  write(changes: readonly Change<V>[]): Promise<void>;
  /** Why nothing can be written now. */
  broken(): string | null;
  close(): Promise<void>;
}

/** Writes to a store what comes together together, in order, and owes it what it does not take. */
export function createJournal<V>({ open, read, logger }: JournalOptions<V>): Journal<V> {
  let store: DurableStore<V> | undefined;
  let owed = new Map<string, Change<V>>();
  let problem: string | null = null;
  let last: Promise<void> = Promise.resolve();
  let next: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  async function opened(): Promise<DurableStore<V>> {
    if (store !== undefined) return store;
    const fresh = await open();
    try {
      await read(fresh);
    } catch (error) {
      await fresh.close();
      throw error;
    }
    store = fresh;
    return fresh;
  }

  async function flush(): Promise<void> {
    clearTimeout(timer);
    let batch = new Map<string, Change<V>>();
    try {
      const target = await opened();
      [batch, owed] = [owed, batch];
      if (batch.size > 0) await target.write([...batch.values()]);
      if (problem !== null) logger.info('Inbox can be written again');
      problem = null;
    } catch (error) {
      owed = new Map([...batch, ...owed]);
      if (problem === null) logger.error('Inbox cannot be written', errorFields(error));
      problem = error instanceof Error ? error.message : String(error);
      if (!closed) timer = setTimeout(() => void flushed().catch(() => undefined), RETRY_MS).unref();
      throw error;
    }
  }

  /** The next write takes along all that is owed when it begins. */
  function flushed(): Promise<void> {
    if (next === undefined) {
      next = last
        .catch(() => undefined)
        .then(() => {
          next = undefined;
          return flush();
        });
      last = next;
    }
    return next;
  }

  return {
    async open() {
      await flushed().catch((error: unknown) => {
        if (error instanceof StoreError && error.code === 'locked') throw error;
      });
    },
    write(changes) {
      for (const change of changes) {
        const key = 'put' in change ? change.put : change.del;
        owed.delete(key);
        owed.set(key, change);
      }
      return flushed();
    },
    broken: () => problem,
    async close() {
      closed = true;
      if (store !== undefined) await flushed().catch(() => undefined);
      clearTimeout(timer);
      await store?.close();
    },
  };
}
