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
 * Hands over the lines that are appended to the files, and at first the last `count` of each, until `signal` aborts:
 * per look at the files one list of lines for each path. Keeps up with rotation (rename and a new file under the name),
 * with truncation, and with a file that is yet to come.
 */
export async function followFiles(
  paths: readonly string[],
  options: { count: number; onLines(lines: Buffer[][]): void; signal: AbortSignal },
): Promise<void> {
  const { onLines, signal } = options;
  let followed = paths.map((path): { path: string; files: OpenFile[] } => ({ path, files: [] }));
  let count: number | undefined = options.count;
  try {
    while (!signal.aborted) {
      followed = followed.map(({ path, files }) => ({ path, files: followRename(path, files, count) }));
      count = undefined;
      const lines = followed.map(({ files }) => files.flatMap(readOn));
      if (lines.some(({ length }) => length > 0)) onLines(lines);
      await sleep(POLL_MS, undefined, { signal }).catch(() => undefined);
    }
  } finally {
    for (const { descriptor } of followed.flatMap(({ files }) => files)) closeSync(descriptor);
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
