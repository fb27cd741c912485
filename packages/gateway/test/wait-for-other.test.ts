import { mkdirSync } from 'node:fs';
import { afterEach, expect, test } from '@jest/globals';
import { createCleanup, eventually, makeHome } from '@neuratrade/test-kit';
import { CommandError } from '../src/commands/command-error.js';
import { waitForOther } from '../src/commands/wait-for-other.js';
import { homePaths } from '../src/paths.js';
import { acquireLock } from '../src/process/lock.js';
import { lineProgress } from '../src/render/progress.js';
import { readState } from '../src/supervisor/state.js';
import { makeStack } from './support/cli.js';

const cleanup = createCleanup();
afterEach(cleanup.run, 60_000);

test('a start during a stop waits for it, and then starts', async () => {
  const stack = await makeStack(cleanup);
  expect((await stack.run(['gateway', 'start'])).code).toBe(0);
  const first = stack.pid('gateway');
  const stop = stack.run(['gateway', 'stop']);
  await eventually(() => expect(readState(stack.paths.state)?.phase).toBe('stopping'), { everyMs: 5 });
  const start = await stack.run(['gateway', 'start']);
  expect([start.code, start.stderr, (await stop).code]).toEqual([0, '', 0]);
  expect(start.stdout).toContain(
    `NeuraTrade is already being started or stopped (PID ${first}); waiting for that.`,
  );
  expect(stack.pid('gateway')).not.toBe(first);
  expect((await stack.status()).states).toMatchObject({ gateway: 'healthy', backend: 'healthy' });
}, 60_000);

test('another start that never ends is waited for no longer than the deadline', async () => {
  const home = cleanup.use(await makeHome());
  const paths = homePaths(home.path);
  mkdirSync(paths.run);
  acquireLock(paths.lock);
  const notes: string[] = [];
  const progress = lineProgress((line) => notes.push(line));
  await expect(waitForOther(paths, { progress, deadline: performance.now() + 250 })).rejects.toEqual(
    new CommandError(
      `Another start or stop of NeuraTrade does not come to its end (PID ${process.pid}). See ${paths.logFile('gateway')}, or end it with neuratrade gateway stop.`,
    ),
  );
  expect(notes).toEqual([
    `NeuraTrade is already being started or stopped (PID ${process.pid}); waiting for that.`,
  ]);
});
