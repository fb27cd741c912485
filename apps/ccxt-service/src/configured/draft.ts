import { randomBytes } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { targetOf } from './target.js';

const LEFTOVER = /^\.exchanges\.json\.(\d+)\.[0-9a-f]{12}\.tmp$/;

export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/** A name for a draft of `exchanges.json` in its folder, known by it as one of this process. */
export function draftIn(folder: string): string {
  return join(folder, `.exchanges.json.${process.pid}.${randomBytes(6).toString('hex')}.tmp`);
}

/** Writes a new file of mode 0600 and resolves when it is on the disk. */
export async function writeDraft(path: string, text: string, owner: Owner | undefined): Promise<void> {
  const handle = await open(path, 'wx', 0o600);
  try {
    await handle.chmod(0o600);
    if (owner !== undefined) await handle.chown(owner.uid, owner.gid);
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Removes the drafts of processes that ended in the middle of a write. Not to be called while this one writes. */
export function sweepDrafts(file: string): void {
  const folder = dirname(targetOf(file));
  for (const name of namesIn(folder)) {
    const pid = Number(LEFTOVER.exec(name)?.[1] ?? Number.NaN);
    if (Number.isNaN(pid) || (pid !== process.pid && isAlive(pid))) continue;
    rmSync(join(folder, name), { force: true });
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
