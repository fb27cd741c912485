import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { createCleanup, eventually } from '@neuratrade/test-kit';
import { identityOf } from '../src/process/identity.js';
import { ended, makeStack, shellWords } from './support/cli.js';

const cleanup = createCleanup();
afterEach(cleanup.run, 60_000);

const NEURATRADE = join(resolve(import.meta.dirname, '..', '..', '..'), 'bin', 'neuratrade');

test('in the foreground the stack outlives the reader of its output, and is still supervised', async () => {
  const stack = await makeStack(cleanup, { TELEGRAM_ENABLED: 'false' });
  const command = shellWords([process.execPath, NEURATRADE, 'gateway', 'start', '--foreground']);
  const shell = spawn('sh', ['-c', `${command} 2>&1 | head -4; echo read`], { env: stack.env });
  const done = ended(shell);
  let shown = '';
  shell.stdout.on('data', (chunk) => {
    shown += chunk;
  });
  await eventually(async () => expect((await stack.status()).code).toBe(0), {
    timeoutMs: 30_000,
    everyMs: 250,
  });
  const [gateway, backend] = [stack.pid('gateway'), stack.pid('backend')];
  process.kill(backend, 'SIGKILL');
  await eventually(
    async () => {
      const { code, states } = await stack.status();
      expect([code, states.gateway, stack.pid('backend') === backend]).toEqual([0, 'healthy', false]);
    },
    { timeoutMs: 30_000, everyMs: 250 },
  );
  expect(stack.pid('gateway')).toBe(gateway);
  expect((await stack.run(['gateway', 'stop'])).code).toBe(0);
  expect(await done).toEqual({ code: 0, stdout: shown, stderr: '' });
  expect(shown.split('\n').map((line) => line.slice(22))).toEqual([
    'Starting NeuraTrade Gateway...',
    expect.stringMatching(/^Backend Port: \d+$/),
    expect.any(String),
    expect.any(String),
    '',
    '',
  ]);
  expect(identityOf(gateway)).toBeUndefined();
}, 60_000);

test('a start whose reader goes away is carried through', async () => {
  const stack = await makeStack(cleanup, { TELEGRAM_ENABLED: 'false' });
  const child = stack.spawnCli(['gateway', 'start']);
  child.stdout.once('data', () => child.stdout.destroy());
  expect(await ended(child)).toMatchObject({ code: 0, stderr: '' });
  expect((await stack.status()).code).toBe(0);
}, 60_000);
