import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { splitLines, startOfLastLines } from './last-lines.js';

const POLL_MS = 200;
const chunk = Buffer.alloc(256 * 1024);
/** How long a renamed file is still read: its writer learns of the rotation later than we do. */
const LINGER_MS = 30_000;

type OpenFile = {
  descriptor: number;
  inode: number;
  offset: number;
  rest: Buffer;
  replacedAt: number | undefined;
};

/**
 * Hands over each line that is appended to the file, and before that its last `count` lines, until `signal` aborts.
 * Keeps up with rotation (rename and a new file under the name), with truncation, and with a file that is yet to come.
 */
export async function followFile(
  path: string,
  options: { count: number; onLine(line: Buffer): void; signal: AbortSignal },
): Promise<void> {
  const { onLine, signal } = options;
  let files: OpenFile[] = [];
  let first = true;
  try {
    while (!signal.aborted) {
      files = followRename(path, files, first ? options.count : undefined);
      first = false;
      for (const file of files) readOn(file, onLine);
      await sleep(POLL_MS, undefined, { signal }).catch(() => undefined);
    }
  } finally {
    for (const file of files) closeSync(file.descriptor);
  }
}

/** Adds the file that has the name now, and closes files that lost it long ago. */
function followRename(path: string, files: readonly OpenFile[], count: number | undefined): OpenFile[] {
  const now = performance.now();
  const inode = statSync(path, { throwIfNoEntry: false })?.ino;
  for (const file of files) if (file.inode !== inode) file.replacedAt ??= now;
  const kept = files.filter((file) => now - (file.replacedAt ?? now) <= LINGER_MS);
  for (const file of files) if (!kept.includes(file)) closeSync(file.descriptor);
  if (inode === undefined || kept.some((file) => file.inode === inode)) return kept;
  const opened = openAt(path, count);
  return opened === undefined ? kept : [...kept, opened];
}

function openAt(path: string, count: number | undefined): OpenFile | undefined {
  try {
    const descriptor = openSync(path, 'r');
    const offset = count === undefined ? 0 : startOfLastLines(descriptor, count);
    const inode = fstatSync(descriptor).ino;
    return { descriptor, inode, offset, rest: Buffer.alloc(0), replacedAt: undefined };
  } catch {
    return undefined;
  }
}

function readOn(file: OpenFile, onLine: (line: Buffer) => void): void {
  if (fstatSync(file.descriptor).size < file.offset) {
    file.offset = 0;
    file.rest = Buffer.alloc(0);
  }
  for (;;) {
    const length = readSync(file.descriptor, chunk, 0, chunk.length, file.offset);
    if (length === 0) return;
    file.offset += length;
    const { lines, rest } = splitLines(Buffer.concat([file.rest, chunk.subarray(0, length)]));
    for (const line of lines) onLine(line);
    file.rest = Buffer.from(rest);
  }
}
