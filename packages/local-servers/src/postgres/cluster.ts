import { execFile } from 'node:child_process';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bareEnvironment } from '../child.js';
import type { Place } from './place.js';

/** Name of both the database and the role that owns it. */
export const DATABASE = 'neuratrade';

const HOST_RULES = `# TYPE  DATABASE  USER  ADDRESS  METHOD
host all ${DATABASE} 127.0.0.1/32 scram-sha-256
`;

/**
 * Creates a cluster with one role, which may create databases but is no superuser, and its database.
 * The directory appears when all of it stands.
 */
export async function createCluster(place: Place, password: string, durable: boolean): Promise<void> {
  const { native, directory, account } = place;
  const draft = `${directory}.draft`;
  const run = (program: string, args: readonly string[], input = '') =>
    finish(join(native, 'bin', program), args, input, { cwd: '/', env: bareEnvironment(), ...account });

  await rm(draft, { recursive: true, force: true });
  await run('initdb', [
    ...['-D', draft, '-U', 'postgres', '-E', 'UTF8', '--auth=reject', '--no-instructions'],
    ...['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
    ...(durable ? [] : ['--no-sync']),
  ]);
  await writeFile(join(draft, 'pg_hba.conf'), HOST_RULES);
  const said = await run(
    'postgres',
    [
      '--single',
      '-D',
      draft,
      '-c',
      'log_min_error_statement=panic',
      `-cfsync=${durable ? 'on' : 'off'}`,
      'postgres',
    ],
    `CREATE ROLE ${DATABASE} LOGIN CREATEDB PASSWORD '${password}';\nCREATE DATABASE ${DATABASE} OWNER ${DATABASE};\n`,
  );
  const problem = /(ERROR|FATAL|PANIC):.*/.exec(said)?.[0];
  if (problem) throw new Error(`PostgreSQL could not set up its database: ${problem}`);
  await rename(draft, directory);
}

/** Runs a program to its end; what it wrote to stderr, which is the error's text when it fails. */
function finish(command: string, args: readonly string[], input: string, options: object): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(command, args, { ...options, encoding: 'utf8' }, (error, _stdout, stderr) => {
      if (error) reject(new Error(`${command} failed: ${stderr.trim() || error.code || error.signal}`));
      else resolve(stderr);
    });
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
  });
}
