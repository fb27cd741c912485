import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { LastStart } from '../claim.js';
import { recall, remember } from '../memory.js';
import { createCluster } from './cluster.js';
import { existingPlace, freshPlace, locateData, newDataDirectory, type Place } from './place.js';

/** What a home remembers of its database. */
export type PostgresMemory = {
  directory: string;
  password: string;
  initialized: boolean;
  port?: number;
  last?: LastStart;
};

export const memoryFile = (home: string) => join(home, 'data', 'postgres.json');

type Open = { home: string; system: string; durable: boolean; log: (text: string) => void };

/** The home's cluster, created when the home has none. */
export async function openCluster(options: Open): Promise<{ memory: PostgresMemory; place: Place }> {
  const file = memoryFile(options.home);
  const known = await recall<PostgresMemory>(file);
  if (!known?.initialized) return create(options);
  if (!known.directory || !known.password) {
    throw new Error(
      `${file} lacks the directory or the password. Restore it from a backup, or move it away.`,
    );
  }
  const memory: PostgresMemory = {
    ...known,
    directory: known.directory,
    password: known.password,
    initialized: true,
  };
  const directory = locateData(options.home, memory.directory);
  if (!existsSync(join(directory, 'PG_VERSION'))) {
    throw new Error(
      `The database of ${options.home} is gone from ${directory}. Restore it, or delete ${file} to begin with an empty one.`,
    );
  }
  return { memory, place: await existingPlace(directory, options.system) };
}

async function create({ home, system, durable, log }: Open) {
  const directory = await newDataDirectory(system);
  const path = locateData(home, directory);
  if (existsSync(path)) {
    throw new Error(
      `${path} holds a database, but ${memoryFile(home)} does not know it. Restore that file, or move the database away.`,
    );
  }
  await mkdir(join(home, 'data'), { recursive: true, mode: 0o700 });
  const memory: PostgresMemory = { directory, password: randomBytes(24).toString('hex'), initialized: false };
  await remember(memoryFile(home), memory);
  const place = await freshPlace(home, path, system);
  log(`Creating a PostgreSQL database in ${path}`);
  await createCluster(place, memory.password, durable);
  const made = { ...memory, initialized: true };
  await remember(memoryFile(home), made);
  return { memory: made, place };
}
