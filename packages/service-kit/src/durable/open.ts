import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../log/logger.js';
import { createStore } from './create.js';
import { type Database, findDamage, isLocked, isTaken, openDatabase, repairDatabase } from './database.js';
import { StoreError, unwritable, writeFailure } from './errors.js';
import { assertWritable, keepCopy, removeCopies, silentLoss } from './folder.js';
import type { DurableStore } from './store.js';

interface OpenOptions {
  readonly folder: string;
  readonly logger: Logger;
  /** How long it waits for another process to let go of the folder; 10 s unless given. */
  readonly lockWaitMs?: number;
}

const LOCK_WAIT_MS = 10_000;
const LOCK_EVERY_MS = 100;
const COPY = '.before-';

/**
 * Opens the store in `folder`, or makes it. What is broken is repaired: what can still be read stays, the folder as it was is kept beside it as
 * `<folder>.broken-<epoch>`, and the logger is told at error level.
 * @throws StoreError `locked` or `unwritable`
 */
export async function openStore<V>({ folder, logger, lockWaitMs }: OpenOptions): Promise<DurableStore<V>> {
  const open = () => openWhole(folder, logger, lockWaitMs ?? LOCK_WAIT_MS);
  return createStore<V>({ folder, logger, database: await open(), reopen: open });
}

async function openWhole(folder: string, logger: Logger, lockWaitMs: number): Promise<Database> {
  const copy = `${folder}${COPY}${randomUUID()}`;
  const deadline = performance.now() + lockWaitMs;
  for (;;) {
    try {
      await assertWritable(folder);
      const opened = (await isTaken(folder)) ? undefined : await openFree(folder, copy, logger);
      if (opened !== undefined) return opened;
    } catch (error) {
      if (!isLocked(error)) throw writeFailure(folder, error);
    } finally {
      await rm(copy, { recursive: true, force: true }).catch(() => undefined);
    }
    if (performance.now() >= deadline) throw taken(folder);
    await sleep(Math.min(LOCK_EVERY_MS, Math.max(1, deadline - performance.now())));
  }
}

/**
 * Looks at what is there while nobody has it open, so that nothing is taken for broken that another just writes.
 * undefined when another was faster.
 */
async function openFree(folder: string, copy: string, logger: Logger): Promise<Database | undefined> {
  await keepCopy(folder, copy);
  const found = await tryOpen(folder);
  if (found.damage === undefined) {
    await removeCopies(folder, COPY);
    return found.database;
  }
  await found.database?.close();
  if (await isTaken(folder)) return undefined;
  const kept = `${folder}.broken-${Date.now()}`;
  await rename(copy, kept);
  return rescue(folder, kept, found.damage, logger);
}

function taken(folder: string): StoreError {
  return new StoreError(
    'locked',
    `${folder} is in use by another process. Stop that one, or give this one a home of its own.`,
  );
}

type Found =
  | { readonly database: Database; readonly damage: undefined }
  | { readonly database: Database | undefined; readonly damage: string };

/** @throws what is no damage: a lock, a disk that takes no writes */
async function tryOpen(folder: string): Promise<Found> {
  try {
    const loss = await silentLoss(folder);
    if (loss !== undefined) return { database: undefined, damage: loss };
    const database = await openDatabase(folder);
    const damage = await findDamage(database);
    return damage === undefined ? { database, damage } : { database, damage };
  } catch (error) {
    if (isLocked(error) || unwritable(folder, error) !== undefined) throw error;
    return { database: undefined, damage: 'it cannot be opened' };
  }
}

async function rescue(folder: string, kept: string, problem: string, logger: Logger): Promise<Database> {
  try {
    await repairDatabase(folder);
    await rm(join(folder, 'lost'), { recursive: true, force: true });
    const database = await openDatabase(folder);
    if ((await findDamage(database)) === undefined) {
      logger.error('Store was broken and is repaired; what could not be read is kept', {
        folder,
        problem,
        kept,
      });
      return database;
    }
    await database.close();
  } catch (error) {
    if (unwritable(folder, error) !== undefined) throw error;
  }
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { mode: 0o700 });
  logger.error('Store was broken and starts anew; what was in it is kept', { folder, problem, kept });
  return openDatabase(folder);
}
