import { readFileSync, statSync } from 'node:fs';

/** A JSON file that should be readable by few, as far as it can be read. `mode` holds the permission bits. */
export type PrivateFile =
  | { kind: 'absent' }
  | { kind: 'unusable'; problem: string; remedy: string }
  | { kind: 'malformed'; mode: number }
  | { kind: 'read'; mode: number; json: unknown };

const PERMISSIONS = 0o777;
const BYTE_ORDER_MARK = /^\uFEFF/;

/** Reads the file whoever else may read it. Never throws. */
export function readPrivateFile(path: string): PrivateFile {
  try {
    const found = statSync(path);
    if (!found.isFile()) {
      return {
        kind: 'unusable',
        problem: `${path} is no file`,
        remedy: `Move it away: mv ${path} ${path}.old`,
      };
    }
    const mode = found.mode & PERMISSIONS;
    const text = readFileSync(path, 'utf8').replace(BYTE_ORDER_MARK, '');
    try {
      return { kind: 'read', mode, json: JSON.parse(text) };
    } catch {
      return { kind: 'malformed', mode };
    }
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'absent' };
    return {
      kind: 'unusable',
      problem: `${path} cannot be read (${code})`,
      remedy: `Give this user the right to read ${path}, or run this as the user that it belongs to.`,
    };
  }
}

/** What others than its owner and group may do with a file: `read`, `write`, both, or nothing. */
export function openToAll(mode: number): string | undefined {
  const may = [...((mode & 0o004) !== 0 ? ['read'] : []), ...((mode & 0o002) !== 0 ? ['write'] : [])];
  return may.length > 0 ? may.join(' and ') : undefined;
}

/** `0600` */
export function formatMode(mode: number): string {
  return mode.toString(8).padStart(4, '0');
}
