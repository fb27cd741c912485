import { statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { namesIn } from '../process/read-file.js';

/** A file that a log was rotated away to. */
export type RotatedFile = { path: string; compressed: boolean };

const NUMBERED = /^\.(\d+)(?:\.gz)?$/;
const DATED = /^-\d{8}(?:-\d+)?(?:\.gz)?$/;

/**
 * The rotated files of a log, newest first, without the file `inode`: numbered ones (`backend.log.1`, `backend.log.2.gz` …)
 * and those that logrotate names by `dateext` (`backend.log-20260303.gz`).
 */
export function rotatedFiles(path: string, inode: number | undefined): RotatedFile[] {
  const name = basename(path);
  const endings = namesIn(dirname(path))
    .filter((other) => other.startsWith(name))
    .map((other) => other.slice(name.length));
  const dated = endings
    .filter((ending) => DATED.test(ending))
    .sort()
    .reverse();
  const numbered = endings
    .filter((ending) => NUMBERED.test(ending))
    .sort((a, b) => Number(NUMBERED.exec(a)?.[1]) - Number(NUMBERED.exec(b)?.[1]));
  return [...dated, ...numbered]
    .map((ending) => ({ path: join(dirname(path), `${name}${ending}`), compressed: ending.endsWith('.gz') }))
    .filter((file) => statSync(file.path, { throwIfNoEntry: false })?.ino !== inode);
}
