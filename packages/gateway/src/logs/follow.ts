import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { splitLines } from './last-lines.js';
import type { ReadSoFar } from './plan-log.js';

const POLL_MS = 200;
const chunk = Buffer.alloc(256 * 1024);
/** How long a renamed file is still read: its writer learns of the rotation later than we do. */
const LINGER_MS = 30_000;

type OpenFile = ReadSoFar & { rest: Buffer; replacedAt: number | undefined };

/** A log to follow, from where it has been read so far; from the beginning when it is yet to come. */
export type Followed = { path: string; live: ReadSoFar | undefined };

/**
 * Hands over the lines that are appended to the files until `signal` aborts: per look at the files one list of lines
 * for each. Keeps up with rotation (rename and a new file under the name), with truncation, and with a file that is
 * yet to come. Closes what is open in the end.
 */
export async function followFiles(
  logs: readonly Followed[],
  { onLines, signal }: { onLines(lines: Buffer[][]): Promise<void> | void; signal: AbortSignal },
): Promise<void> {
  let followed = logs.map(({ path, live }) => ({ path, files: live === undefined ? [] : [opened(live)] }));
  try {
    while (!signal.aborted) {
      followed = followed.map(({ path, files }) => ({ path, files: followRename(path, files) }));
      const lines = followed.map(({ files }) => files.flatMap(readOn));
      if (lines.some(({ length }) => length > 0)) await onLines(lines);
      await sleep(POLL_MS, undefined, { signal }).catch(() => undefined);
    }
  } finally {
    for (const { descriptor } of followed.flatMap(({ files }) => files)) closeSync(descriptor);
  }
}

function opened(live: ReadSoFar): OpenFile {
  return { ...live, rest: Buffer.alloc(0), replacedAt: undefined };
}

/** Adds the file that has the name now, and closes files that lost it long ago. */
function followRename(path: string, files: readonly OpenFile[]): OpenFile[] {
  const now = performance.now();
  const named = statSync(path, { throwIfNoEntry: false });
  const inode = named?.isFile() ? named.ino : undefined;
  for (const file of files) if (file.inode !== inode) file.replacedAt ??= now;
  const kept = files.filter((file) => now - (file.replacedAt ?? now) <= LINGER_MS);
  for (const file of files) if (!kept.includes(file)) closeSync(file.descriptor);
  if (inode === undefined || kept.some((file) => file.inode === inode)) return kept;
  const found = open(path);
  return found === undefined ? kept : [...kept, found];
}

function open(path: string): OpenFile | undefined {
  try {
    const descriptor = openSync(path, 'r');
    return opened({ descriptor, inode: fstatSync(descriptor).ino, offset: 0 });
  } catch {
    return undefined;
  }
}

function readOn(file: OpenFile): Buffer[] {
  const found: Buffer[] = [];
  if (fstatSync(file.descriptor).size < file.offset) {
    file.offset = 0;
    file.rest = Buffer.alloc(0);
  }
  for (;;) {
    const length = readSync(file.descriptor, chunk, 0, chunk.length, file.offset);
    if (length === 0) return found;
    file.offset += length;
    const { lines, rest } = splitLines(Buffer.concat([file.rest, chunk.subarray(0, length)]));
    for (const line of lines) found.push(line);
    file.rest = Buffer.from(rest);
  }
}
