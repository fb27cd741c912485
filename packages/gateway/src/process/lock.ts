import { randomBytes } from 'node:crypto';
import { linkSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { identityOf, isAlive, type ProcessIdentity } from './identity.js';
import { namesIn, readIfThere } from './read-file.js';

export type LockResult = { held: true; release(): void } | { held: false; owner: ProcessIdentity };

/**
 * Takes the lock `path` for this process, or tells who holds it. Of any number of processes that try at once,
 * one succeeds. A lock whose owner died without releasing it is taken over.
 *
 * The lock is the file `<path>.<n>` with the highest n, created exclusively and complete; n only grows, so that two
 * processes that both find a dead owner's file compete for the same next name.
 *
 * @throws {ConfigError} when the lock belongs to another user, who keeps it to himself
 */
export function acquireLock(path: string): LockResult {
  const self = identityOf(process.pid);
  if (self === undefined) throw new Error('the start time of this process cannot be read');
  for (;;) {
    const latest = generations(path)[0] ?? 0;
    const owner = readOwner(`${path}.${latest}`);
    if (owner !== undefined && isAlive(owner)) return { held: false, owner };
    if (claim(path, latest + 1, self)) {
      const mine = `${path}.${latest + 1}`;
      return { held: true, release: () => writeFileSync(mine, '') };
    }
  }
}

/** Who holds the lock now; undefined when it is free. Throws as {@link acquireLock}. */
export function lockOwner(path: string): ProcessIdentity | undefined {
  const owner = readOwner(`${path}.${generations(path)[0] ?? 0}`);
  return owner !== undefined && isAlive(owner) ? owner : undefined;
}

function claim(path: string, generation: number, self: ProcessIdentity): boolean {
  const mine = `${path}.${generation}`;
  const draft = `${path}.draft-${randomBytes(6).toString('hex')}`;
  writeFileSync(draft, JSON.stringify(self), { flag: 'wx' });
  try {
    linkSync(draft, mine);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  const [latest, ...older] = generations(path);
  if (latest !== generation) {
    rmSync(mine, { force: true });
    return false;
  }
  for (const stale of older) rmSync(`${path}.${stale}`, { force: true });
  return true;
}

function generations(path: string): number[] {
  const prefix = `${basename(path)}.`;
  return namesIn(dirname(path))
    .filter((name) => name.startsWith(prefix) && /^\d+$/.test(name.slice(prefix.length)))
    .map((name) => Number(name.slice(prefix.length)))
    .sort((a, b) => b - a);
}

function readOwner(file: string): ProcessIdentity | undefined {
  const text = readIfThere(file);
  try {
    const value: unknown = JSON.parse(text ?? '');
    const { pid, start_time } = value as Partial<ProcessIdentity>;
    return typeof pid === 'number' && typeof start_time === 'string' ? { pid, start_time } : undefined;
  } catch {
    return undefined;
  }
}
