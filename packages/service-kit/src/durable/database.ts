import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import { errorCodes } from '../errors/reason.js';

/** Keys and values are texts in UTF-8; keys are ordered by their bytes. */
export type Database = ClassicLevel<string, string>;

const SCAN_AT_ONCE = 10_000;

/** Opens what is there, or makes it. @throws the driver's error */
export async function openDatabase(folder: string): Promise<Database> {
  const database: Database = new ClassicLevel(folder, { keyEncoding: 'utf8', valueEncoding: 'utf8' });
  await database.open();
  return database;
}

/** Whether another has it open, found out without touching what is in it: opening with these options never succeeds. */
export async function isTaken(folder: string): Promise<boolean> {
  const database = new ClassicLevel(folder, { createIfMissing: false, errorIfExists: true });
  return database.open().then(() => false, isLocked);
}

export function isLocked(error: unknown): boolean {
  return errorCodes(error).includes('LEVEL_LOCKED');
}

/** What cannot be read of an open database; undefined when all of it can. */
export async function findDamage(database: Database): Promise<string | undefined> {
  const log = await readFile(join(database.location, 'LOG'), 'utf8').catch(() => '');
  if (/dropping \d+ bytes|Ignoring error/.test(log)) return 'part of its log is broken';
  const keys = database.keys({ fillCache: false });
  try {
    while ((await keys.nextv(SCAN_AT_ONCE)).length > 0);
  } catch {
    return 'part of its tables is broken';
  } finally {
    await keys.close();
  }
  return undefined;
}

/** Brings what can still be read into a form that can be opened. @throws the driver's error */
export function repairDatabase(folder: string): Promise<void> {
  return ClassicLevel.repair(folder);
}
