import { accessSync, constants, readFileSync, realpathSync } from 'node:fs';
import { dirname } from 'node:path';

/** The file that is written to: where a symbolic link leads, so that the link stays. */
export function targetOf(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return file;
  }
}

/** Whether it looks as if a file could be replaced: its folder can be written to, and it is no mount of its own. */
export function isReplaceable(file: string): boolean {
  const target = targetOf(file);
  try {
    accessSync(dirname(target), constants.W_OK | constants.X_OK);
  } catch {
    return false;
  }
  return !isMountPoint(target);
}

function isMountPoint(file: string): boolean {
  try {
    const mounts = readFileSync('/proc/self/mountinfo', 'utf8').split('\n');
    return mounts.some((line) => unescapePath(line.split(' ')[4] ?? '') === file);
  } catch {
    return false;
  }
}

/** Blanks and the like are written in octal there. */
function unescapePath(path: string): string {
  return path.replace(/\\(\d{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}
