import { readFileSync, statSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { draftIn, type Owner, sweepDrafts, writeDraft } from './draft.js';
import { targetOf } from './target.js';

const NOT_OURS_TO_WRITE = ['EROFS', 'EACCES', 'EPERM', 'EBUSY', 'EXDEV'];

/** The file cannot be replaced where it is, as on a mount that is read-only. */
export class ReadOnlyFile extends Error {}

/**
 * Replaces `exchanges.json` in one step, mode 0600: whatever happens meanwhile, it holds the old or the new text. False, and
 * nothing done, when the file no longer holds `before` (undefined: no file). Only one call may run at a time.
 *
 * @throws {ReadOnlyFile} when the place cannot be written to
 */
export async function replaceFile(file: string, text: string, before: string | undefined): Promise<boolean> {
  const target = targetOf(file);
  const folder = dirname(target);
  const draft = draftIn(folder);
  try {
    sweepDrafts(file);
    await writeDraft(draft, text, ownerOf(target));
    if (textOf(target) !== before) return false;
    await rename(draft, target);
    await syncFolder(folder).catch(() => undefined);
    return true;
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (NOT_OURS_TO_WRITE.includes(code)) throw new ReadOnlyFile(code, { cause: error });
    throw error;
  } finally {
    await rm(draft, { force: true }).catch(() => undefined);
  }
}

/** Not every file system can do that; the file is replaced all the same. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Whom the file belongs to, for a process that may give files away. */
function ownerOf(file: string): Owner | undefined {
  if (process.getuid?.() !== 0) return undefined;
  try {
    const { uid, gid } = statSync(file);
    return { uid, gid };
  } catch {
    return undefined;
  }
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
