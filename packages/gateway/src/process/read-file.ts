import { readdirSync, readFileSync } from 'node:fs';
import { ConfigError } from '@neuratrade/service-kit';

const ABSENT = ['ENOENT', 'ENOTDIR'];
const FORBIDDEN = ['EACCES', 'EPERM'];

/**
 * The text of a file; undefined when there is none.
 *
 * @throws {ConfigError} when it belongs to another user
 */
export function readIfThere(path: string): string | undefined {
  return ifThere(path, () => readFileSync(path, 'utf8'));
}

/**
 * The names in a directory; none when there is no such directory.
 *
 * @throws {ConfigError} when it belongs to another user
 */
export function namesIn(path: string): string[] {
  return ifThere(path, () => readdirSync(path)) ?? [];
}

function ifThere<T>(path: string, read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (ABSENT.includes(code)) return undefined;
    if (!FORBIDDEN.includes(code)) throw error;
    throw new ConfigError([
      `${path} belongs to another user (${code}). Run this as that user, or set NEURATRADE_HOME to a folder of your own.`,
    ]);
  }
}
