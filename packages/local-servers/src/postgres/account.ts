import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { Account } from '../child.js';

const run = promisify(execFile);

const NAMES = ['postgres', '_postgres'];
const MAKERS: [string, string[]][] = [
  ['useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postgres']],
  ['adduser', ['-S', '-D', '-H', 'postgres']],
];

/** The system user `postgres`, made if missing. For root only, as whom PostgreSQL refuses to run. */
export async function postgresAccount(): Promise<Account> {
  const known = await find();
  if (known) return known;
  for (const [command, args] of MAKERS) {
    await run(command, args).catch(() => undefined);
    const made = await find();
    if (made) return made;
  }
  throw new Error(
    'PostgreSQL does not run as root, and a user "postgres" could not be made. Make one, or run as another user.',
  );
}

/** The user that a directory belongs to. */
export async function ownerOf(directory: string): Promise<Account> {
  const { uid, gid } = await stat(directory);
  return { uid, gid };
}

async function find(): Promise<Account | undefined> {
  for (const name of NAMES) {
    const [uid, gid] = await Promise.all([id('-u', name), id('-g', name)]);
    if (uid !== undefined && gid !== undefined) return { uid, gid };
  }
  return undefined;
}

async function id(flag: string, name: string): Promise<number | undefined> {
  const { stdout } = await run('id', [flag, name]).catch(() => ({ stdout: '' }));
  return stdout.trim() === '' ? undefined : Number(stdout);
}
