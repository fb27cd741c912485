import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, expect, test } from '@jest/globals';
import { createCleanup } from '@neuratrade/test-kit';
import { endProcess } from '../src/process/end.js';
import { identityOf, isAlive, type ProcessIdentity, signalProcess } from '../src/process/identity.js';

const cleanup = createCleanup();
afterEach(cleanup.run);

async function run(source: string): Promise<ProcessIdentity> {
  const child = spawn(process.execPath, ['-e', source], { stdio: ['ignore', 'pipe', 'inherit'] });
  cleanup.add(() => child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  const identity = identityOf(child.pid ?? 0);
  if (identity === undefined) throw new Error('the child has no identity');
  return identity;
}

const OBEDIENT = `setInterval(() => {}, 1000); console.log('runs');`;
const STUBBORN = `process.on('SIGTERM', () => {}); ${OBEDIENT}`;

test('a process is ended in order', async () => {
  const identity = await run(OBEDIENT);
  expect(await endProcess(identity, { deadlineMs: 5_000 })).toBe('ended');
  expect(isAlive(identity)).toBe(false);
});

test('a process that ignores SIGTERM is killed after the deadline', async () => {
  const identity = await run(STUBBORN);
  expect(await endProcess(identity, { deadlineMs: 100 })).toBe('killed');
  expect(isAlive(identity)).toBe(false);
});

test('a process that took over the PID of another is left alone', async () => {
  const identity = await run(OBEDIENT);
  const stale = { ...identity, start_time: 'before it' };
  expect([
    isAlive(stale),
    signalProcess(stale, 'SIGKILL'),
    await endProcess(stale, { deadlineMs: 100 }),
  ]).toEqual([false, false, 'gone']);
  expect(isAlive(identity)).toBe(true);
});

test('there is no process with a PID that is none', () => {
  expect([identityOf(0), identityOf(-1), identityOf(Number.NaN), identityOf(2 ** 30)]).toEqual(
    Array(4).fill(undefined),
  );
});
