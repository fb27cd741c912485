import { encode } from './codec.js';
import type { Database } from './database.js';
import { StoreError, writeFailure } from './errors.js';
import { assertWritable } from './folder.js';
import type { Change } from './store.js';

interface WriterOptions {
  readonly folder: string;
  readonly database: Database;
  readonly reopen: () => Promise<Database>;
}

interface Writer {
  write(changes: readonly Change<unknown>[], sync: boolean): Promise<void>;
  /** The one that is open now. @throws StoreError `closed` as soon as `close` was called, or `unreadable` */
  database(): Promise<Database>;
  close(): Promise<void>;
}

type Operation =
  | { readonly type: 'put'; readonly key: string; readonly value: string }
  | { readonly type: 'del'; readonly key: string };

interface Waiting {
  readonly operations: readonly Operation[];
  readonly sync: boolean;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

const MOST_AT_ONCE = 1_000;

/**
 * Writes one batch at a time; what is asked for meanwhile goes into the next one together.
 * LevelDB takes no writes after a failed one, and may hold that one when it is opened anew: so the next write first opens it anew and takes
 * back what was told to have failed.
 */
export function createWriter({ folder, database, reopen }: WriterOptions): Writer {
  let current: Database | undefined = database;
  let takeBack: readonly Operation[] | undefined;
  let recovering: Promise<void> | undefined;
  let working: Promise<void> | undefined;
  let closed = false;
  const queue: Waiting[] = [];

  async function recover(undo: readonly Operation[]): Promise<void> {
    await assertWritable(folder);
    const before = current;
    current = undefined;
    await before?.close();
    const after = await reopen();
    current = after;
    await after.batch([...undo], { sync: true });
    takeBack = undefined;
  }

  async function writeGroup(group: readonly Waiting[]): Promise<void> {
    if (takeBack !== undefined) {
      recovering = recover(takeBack);
      await recovering.finally(() => {
        recovering = undefined;
      });
    }
    const open = currentOrThrow();
    const operations = group.flatMap((waiting) => waiting.operations);
    try {
      await open.batch(operations, { sync: group.some((waiting) => waiting.sync) });
    } catch (error) {
      takeBack = await valuesNow(open, operations);
      throw error;
    }
  }

  async function work(): Promise<void> {
    while (queue.length > 0) {
      const group = queue.splice(0, MOST_AT_ONCE);
      try {
        await writeGroup(group);
        for (const waiting of group) waiting.resolve();
      } catch (error) {
        for (const waiting of group) waiting.reject(writeFailure(folder, error));
      }
    }
    working = undefined;
  }

  function currentOrThrow(): Database {
    if (current === undefined)
      throw new StoreError('unreadable', `${folder} is not open since its disk took no writes.`);
    return current;
  }

  const closedError = () => new StoreError('closed', `${folder} is closed.`);

  return {
    write: (changes, sync) =>
      new Promise((resolve, reject) => {
        if (closed) throw closedError();
        queue.push({ operations: changes.map(operationOf), sync, resolve, reject });
        working ??= work();
      }),
    async database() {
      await recovering?.catch(() => undefined);
      if (closed) throw closedError();
      return currentOrThrow();
    },
    async close() {
      closed = true;
      await working;
      await current?.close();
      current = undefined;
    },
  };
}

function operationOf(change: Change<unknown>): Operation {
  return 'del' in change
    ? { type: 'del', key: change.del }
    : { type: 'put', key: change.put, value: encode(change.put, change.value) };
}

async function valuesNow(
  database: Database,
  operations: readonly Operation[],
): Promise<readonly Operation[]> {
  const keys = [...new Set(operations.map(({ key }) => key))];
  const values = await database.getMany(keys).catch(() => undefined);
  if (values === undefined) return [];
  return keys.map((key, index) => {
    const value = values[index];
    return value === undefined ? { type: 'del', key } : { type: 'put', key, value };
  });
}
