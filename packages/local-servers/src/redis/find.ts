import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Names under which a Redis server may run. */
export const REDIS_PROGRAMS = ['redis-server', 'valkey-server'];

const USUAL_PLACES = [
  '/usr/bin',
  '/usr/sbin',
  '/usr/local/bin',
  '/opt/homebrew/bin',
  '/opt/homebrew/opt/redis/bin',
];

/** Path of redis-server, or of valkey-server. Throws with the command that installs it. */
export function findRedisServer(
  path = process.env.PATH ?? '',
  places: readonly string[] = USUAL_PLACES,
): string {
  const directories = [...path.split(delimiter).filter((directory) => directory !== ''), ...places];
  for (const program of REDIS_PROGRAMS) {
    for (const directory of directories) {
      const candidate = join(directory, program);
      if (isExecutable(candidate)) return candidate;
    }
  }
  throw new Error(`redis-server is not installed. Install it with: ${installCommand()}. Or set REDIS_URL.`);
}

function installCommand(): string {
  if (process.platform === 'darwin') return 'brew install redis';
  const sudo = process.getuid?.() === 0 ? '' : 'sudo ';
  return `${sudo}apt-get update && ${sudo}apt-get install -y --no-install-recommends redis-server`;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
