import { rm } from 'node:fs/promises';
import { dirname, isAbsolute, resolve } from 'node:path';
import { claimDirectory, type LastStart } from '../claim.js';
import { recall } from '../memory.js';
import { memoryFile, type PostgresMemory } from './home.js';
import { locateData } from './place.js';
import { POSTGRES_PROGRAMS } from './start.js';

/** Ends what a killed starter left running on the home's data. Resolves to the PIDs; throws when it is in use. */
export async function endPostgresLeftovers(options: { home: string }): Promise<number[]> {
  const home = resolve(options.home);
  const memory = await recall<PostgresMemory>(memoryFile(home));
  return memory?.directory === undefined ? [] : claim(locateData(home, memory.directory), memory.last);
}

/** Deletes a home's database for good, wherever it lies. Throws when it is in use. */
export async function removePostgresData(options: {
  home: string;
  log?: (text: string) => void;
}): Promise<void> {
  const home = resolve(options.home);
  const memory = await recall<PostgresMemory>(memoryFile(home));
  if (memory?.directory === undefined) return;
  const directory = locateData(home, memory.directory);
  await claim(directory, memory.last, options.log);
  await rm(isAbsolute(memory.directory) ? dirname(directory) : directory, { recursive: true, force: true });
  await rm(`${directory}.draft`, { recursive: true, force: true });
  await rm(memoryFile(home), { force: true });
}

function claim(
  directory: string,
  last: LastStart | undefined,
  log: (text: string) => void = () => undefined,
): Promise<number[]> {
  return claimDirectory({ directory, programs: POSTGRES_PROGRAMS, gentle: 'SIGINT', last, log });
}
