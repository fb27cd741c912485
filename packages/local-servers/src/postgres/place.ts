import { randomBytes } from 'node:crypto';
import { chown, mkdir, writeFile } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';
import type { Account } from '../child.js';
import { ownerOf, postgresAccount } from './account.js';
import { findPostgresBinaries } from './binaries.js';
import { installBinaries, openDirectory } from './install.js';

/** Where a cluster lives, which binaries run it and as whom. */
export type Place = { native: string; directory: string; account?: Account };

const isRoot = () => process.getuid?.() === 0;

/** Data directory as the home remembers it: relative to the home, or absolute when it lies outside. */
export function locateData(home: string, remembered: string): string {
  return isAbsolute(remembered) ? remembered : resolve(home, remembered);
}

/** Where a new cluster will live. As root it is under a random name, so that no home meets the data of another. */
export async function newDataDirectory(system: string): Promise<string> {
  if (!isRoot()) return join('data', 'postgres');
  const clusters = await openDirectory(system, 'data');
  return join(clusters, randomBytes(12).toString('hex'), 'postgres');
}

/** Place of an existing cluster: as root it runs as its owner. */
export async function existingPlace(directory: string, system: string): Promise<Place> {
  const native = findPostgresBinaries();
  if (!isRoot()) return { native, directory };
  const account = await ownerOf(directory);
  if (account.uid === 0) {
    throw new Error(
      `${directory} belongs to root, as whom PostgreSQL does not run. Give it back: chown -R postgres.`,
    );
  }
  return { native: await installBinaries(native, system), directory, account };
}

/** Place of a cluster to be created, its parent directory made. Outside the home a note there names the home. */
export async function freshPlace(home: string, directory: string, system: string): Promise<Place> {
  const native = findPostgresBinaries();
  const parent = resolve(directory, '..');
  await mkdir(parent, { recursive: true, mode: 0o700 });
  if (!isRoot()) return { native, directory };
  await writeFile(join(parent, 'home'), `${home}\n`);
  const account = await postgresAccount();
  await chown(parent, account.uid, account.gid);
  return { native: await installBinaries(native, system), directory, account };
}
