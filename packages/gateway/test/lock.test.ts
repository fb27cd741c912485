import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { afterEach, expect, test } from '@jest/globals';
import { createCleanup, eventually, makeHome } from '@neuratrade/test-kit';
import { acquireLock, lockOwner } from '../src/process/lock.js';

const cleanup = createCleanup();
afterEach(cleanup.run);

const LOCK_MODULE = pathToFileURL(join(import.meta.dirname, '..', 'dist', 'process', 'lock.js')).href;

/** Tries for the lock as soon as it gets a line on stdin, says what came of it, and lives on. */
const CONTENDER = `
import { acquireLock } from '${LOCK_MODULE}';
process.stdout.write('ready\\n');
process.stdin.once('data', () => {
  const lock = acquireLock(process.argv[2]);
  process.stdout.write(lock.held ? 'held\\n' : 'lost to ' + lock.owner.pid + '\\n');
});
`;

async function contenders(directory: string, count: number, path: string) {
  const file = join(directory, 'contender.mjs');
  writeFileSync(file, CONTENDER);
  const children = Array.from({ length: count }, () => {
    const child = spawn(process.execPath, [file, path], { stdio: ['pipe', 'pipe', 'inherit'] });
    cleanup.add(() => child.kill('SIGKILL'));
    return { child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator]() };
  });
  await Promise.all(children.map(({ lines }) => lines.next()));
  for (const { child } of children) child.stdin.write('go\n');
  const said = await Promise.all(children.map(async ({ lines }) => (await lines.next()).value as string));
  const winners = children
    .filter((_, index) => said[index] === 'held')
    .map(({ child }) => child as ChildProcess);
  return { winners, said };
}

test('of many that try at once, one gets the lock and the others learn who', async () => {
  const home = cleanup.use(await makeHome());
  const path = join(home.path, 'lock');
  const { winners, said } = await contenders(home.path, 6, path);
  expect(winners).toHaveLength(1);
  const pid = winners[0]?.pid;
  expect(said.filter((line) => line !== 'held')).toEqual(Array(5).fill(`lost to ${pid}`));
  expect(lockOwner(path)?.pid).toBe(pid);
}, 30_000);

test('the lock of a killed owner is taken over by one of many', async () => {
  const home = cleanup.use(await makeHome());
  const path = join(home.path, 'lock');
  for (let round = 0; round < 3; round++) {
    const { winners } = await contenders(home.path, 5, path);
    expect(winners).toHaveLength(1);
    const exit = once(winners[0] as ChildProcess, 'exit');
    winners[0]?.kill('SIGKILL');
    await exit;
    await eventually(() => expect(lockOwner(path)).toBeUndefined());
  }
}, 30_000);

test('a released lock is free for the next', async () => {
  const home = cleanup.use(await makeHome());
  const path = join(home.path, 'lock');
  const first = acquireLock(path);
  expect([first.held, acquireLock(path).held]).toEqual([true, false]);
  if (first.held) first.release();
  expect([lockOwner(path), acquireLock(path).held]).toEqual([undefined, true]);
});

test('a lock file that names another process with a reused PID counts for nothing', async () => {
  const home = cleanup.use(await makeHome());
  const path = join(home.path, 'lock');
  writeFileSync(`${path}.7`, JSON.stringify({ pid: process.pid, start_time: 'of another process' }));
  expect([lockOwner(path), acquireLock(path).held]).toEqual([undefined, true]);
});
