import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { binariesVersion } from './binaries.js';

/** Where the files of a server started by root live: its own user can enter there, unlike a home under /root. */
export const SYSTEM_DIRECTORY = '/var/lib/neuratrade';

/**
 * Copies the binaries once per version to where every user may run them, and returns the copy.
 * Starts that race each other end with one whole copy.
 */
export async function installBinaries(native: string, system: string): Promise<string> {
  const versions = await openDirectory(system, 'postgres');
  const target = join(versions, `${binariesVersion(native)}-${process.arch}`);
  if (existsSync(join(target, 'bin', 'postgres'))) return target;
  const draft = join(versions, `.draft-${randomBytes(6).toString('hex')}`);
  try {
    await cp(native, draft, { recursive: true, verbatimSymlinks: true });
    await openTree(draft);
    await rename(draft, target);
  } catch (error) {
    if (!existsSync(join(target, 'bin', 'postgres'))) throw error;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return target;
}

/** A directory inside the system directory that every user may enter, whatever the umask. */
export async function openDirectory(system: string, name: string): Promise<string> {
  const path = join(system, name);
  try {
    for (const directory of [system, path]) {
      if ((await mkdir(directory, { recursive: true })) !== undefined) await chmod(directory, 0o755);
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Error(
      `As root, PostgreSQL keeps its files in ${system}, which cannot be written (${code}). ` +
        'Make it writable, run as another user, or set DATABASE_URL.',
    );
  }
  return path;
}

async function openTree(directory: string): Promise<void> {
  await chmod(directory, 0o755);
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) await openTree(path);
    if (entry.isFile()) await chmod(path, (await stat(path)).mode & 0o100 ? 0o755 : 0o644);
  }
}
