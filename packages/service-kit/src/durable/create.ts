import type { Logger } from '../log/logger.js';
import { decode } from './codec.js';
import type { Database } from './database.js';
import { StoreError } from './errors.js';
import type { DurableStore, Range } from './store.js';
import { createWriter } from './writer.js';

interface StoreOptions {
  readonly folder: string;
  readonly logger: Logger;
  readonly database: Database;
  readonly reopen: () => Promise<Database>;
}

const READ_AT_ONCE = 1_000;
const READ_BYTES = 1_048_576;

/** A store on an open database, which is opened anew after a write that failed. */
export function createStore<V>({ folder, logger, database, reopen }: StoreOptions): DurableStore<V> {
  const writer = createWriter({ folder, database, reopen });

  async function read<T>(work: (database: Database) => Promise<T>): Promise<T> {
    const current = await writer.database();
    try {
      return await work(current);
    } catch (error) {
      if (error instanceof StoreError) throw error;
      // Closed meanwhile, it says so.
      await writer.database();
      throw new StoreError('unreadable', `${folder} cannot be read. Look after the disk.`, { cause: error });
    }
  }

  async function* chunks<T>(open: (database: Database) => Chunked<T>): AsyncGenerator<readonly T[]> {
    const iterator = await read(async (current) => open(current));
    try {
      for (;;) {
        const chunk = await read(() => iterator.nextv(READ_AT_ONCE));
        if (chunk.length === 0) return;
        yield chunk;
      }
    } finally {
      await iterator.close().catch(() => undefined);
    }
  }

  return {
    write: (changes, options) => writer.write(changes, options?.sync ?? true),
    get: (key) =>
      read(async (current) => {
        const stored = await current.get(key);
        if (stored === undefined) return undefined;
        const found = decode<V>(key, stored);
        if (found === undefined) throw brokenValue(folder, key);
        return found.value;
      }),
    async *entries(range) {
      const options = { ...levelRange(range), highWaterMarkBytes: READ_BYTES };
      for await (const chunk of chunks((current) => current.iterator(options))) {
        for (const [key, stored] of chunk) {
          const found = decode<V>(key, stored);
          if (found === undefined) logger.error('Stored value is broken and left out', { folder, key });
          else yield [key, found.value];
        }
      }
    },
    async *keys(range) {
      for await (const chunk of chunks((current) => current.keys(levelRange(range)))) yield* chunk;
    },
    close: () => writer.close(),
  };
}

interface Chunked<T> {
  nextv(size: number): Promise<T[]>;
  close(): Promise<void>;
}

function levelRange({ gte, lt, reverse, limit }: Range = {}) {
  return {
    ...(gte === undefined ? {} : { gte }),
    ...(lt === undefined ? {} : { lt }),
    reverse: reverse ?? false,
    limit: limit ?? -1,
  };
}

function brokenValue(folder: string, key: string): StoreError {
  return new StoreError('broken', `${key} in ${folder} is broken.`);
}
