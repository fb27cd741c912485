import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { createCleanup } from '@neuratrade/test-kit';
import { identityOf } from '../src/process/identity.js';
import { ended, makeStack, type Ran, type TestStack } from './support/cli.js';

const cleanup = createCleanup();
afterEach(cleanup.run);

const COMMAND = resolve(import.meta.dirname, '..', '..', '..', 'bin', 'neuratrade');
const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;

/** Runs the command as a user who is not root. */
function runAsUser({ env }: TestStack, ...args: string[]): Promise<Ran> {
  return ended(
    spawn(process.execPath, [COMMAND, ...args], { env, ...(isRoot ? { uid: NOBODY, gid: NOBODY } : {}) }),
  );
}

/** A home whose lock is held by PID 1, which belongs to root. */
async function stackOfAnother() {
  const stack = await makeStack(cleanup);
  mkdirSync(stack.paths.run, { recursive: true });
  chmodSync(stack.paths.home, 0o755);
  writeFileSync(`${stack.paths.lock}.1`, JSON.stringify(identityOf(1)));
  cleanup.add(() => writeFileSync(`${stack.paths.lock}.1`, ''));
  return stack;
}

const refusal = (path: string) => ({
  code: 1,
  stdout: '',
  stderr: `${path} belongs to another user (EACCES). Run this as that user, or set NEURATRADE_HOME to a folder of your own.\n`,
});

test.each(['lock', 'run'] as const)(
  'a %s that only another user reads is not taken for none',
  async (what) => {
    const stack = await stackOfAnother();
    const path = what === 'lock' ? `${stack.paths.lock}.1` : stack.paths.run;
    chmodSync(path, isRoot ? 0o700 : 0);
    cleanup.add(() => chmodSync(path, 0o700));
    expect(await runAsUser(stack, 'gateway', 'status')).toEqual(refusal(path));
    expect(await runAsUser(stack, 'gateway', 'stop')).toEqual(refusal(path));
  },
);

test('logs that only another user reads are not taken for none', async () => {
  const stack = await stackOfAnother();
  mkdirSync(stack.paths.logs);
  chmodSync(stack.paths.logs, isRoot ? 0o700 : 0);
  cleanup.add(() => chmodSync(stack.paths.logs, 0o700));
  expect(await runAsUser(stack, 'gateway', 'logs')).toEqual(refusal(stack.paths.logs));
  expect(await runAsUser(stack, 'gateway', 'logs', '-f')).toEqual(refusal(stack.paths.logs));
});

test('a supervisor that belongs to another user is neither gone nor stopped', async () => {
  const stack = await stackOfAnother();
  const stop = await runAsUser(stack, 'gateway', 'stop');
  expect([stop.code, stop.stderr]).toEqual([
    1,
    'The process with PID 1 belongs to another user. Run this as that user.\n',
  ]);
  const status = await runAsUser(stack, 'gateway', 'status', '--json');
  expect([status.code, JSON.parse(status.stdout).services]).toMatchObject([
    2,
    [{ name: 'gateway', state: 'starting', pid: 1 }],
  ]);
});
