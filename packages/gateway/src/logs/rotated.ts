import { statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { namesIn } from '../process/read-file.js';

/** A file that a log was rotated away to. */
export type RotatedFile = { path: string; compressed: boolean };

/** The rotated files of a log (`backend.log.1`, `backend.log.2.gz` …), newest first, without the file `inode`. */
export function rotatedFiles(path: string, inode: number | undefined): RotatedFile[] {
  const prefix = `${basename(path)}.`;
  return namesIn(dirname(path))
    .filter((name) => name.startsWith(prefix) && /^\d+(\.gz)?$/.test(name.slice(prefix.length)))
    .sort((a, b) => Number.parseInt(a.slice(prefix.length), 10) - Number.parseInt(b.slice(prefix.length), 10))
    .map((name) => ({ path: join(dirname(path), name), compressed: name.endsWith('.gz') }))
    .filter((file) => statSync(file.path, { throwIfNoEntry: false })?.ino !== inode);
}
