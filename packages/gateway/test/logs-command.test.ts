import { appendFileSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { afterEach, expect, test } from '@jest/globals';
import { createCleanup, eventually } from '@neuratrade/test-kit';
import { ended, makeStack } from './support/cli.js';

const cleanup = createCleanup();
afterEach(cleanup.run);

const line = (second: number, msg: string) =>
  `{"time":"2026-03-03T10:30:0${second}Z","level":"INFO","msg":"${msg}"}\n`;

async function setUp() {
  const stack = await makeStack(cleanup);
  mkdirSync(stack.paths.logs);
  return stack;
}

test('the last lines of a log are printed as they are', async () => {
  const { run, paths } = await setUp();
  writeFileSync(paths.logFile('backend'), [1, 2, 3].map((second) => line(second, `m${second}`)).join(''));
  expect(await run(['gateway', 'logs', '-n', '2'])).toEqual({
    code: 0,
    stdout: line(2, 'm2') + line(3, 'm3'),
    stderr: '',
  });
});

test('all logs are printed in order of time, each line behind its service', async () => {
  const { run, paths } = await setUp();
  writeFileSync(paths.logFile('backend'), line(1, 'b') + line(4, 'b'));
  writeFileSync(paths.logFile('ccxt'), line(3, 'c'));
  writeFileSync(paths.logFile('gateway'), '[2026-03-03 10:30:02] g\n');
  expect((await run(['gateway', 'logs', 'all'])).stdout).toBe(
    [
      `backend  | ${line(1, 'b')}`,
      'gateway  | [2026-03-03 10:30:02] g\n',
      `ccxt     | ${line(3, 'c')}`,
      `backend  | ${line(4, 'b')}`,
    ].join(''),
  );
});

test('following all logs begins in order of time and goes on with what is new', async () => {
  const { spawnCli, paths } = await setUp();
  writeFileSync(paths.logFile('backend'), line(1, 'b') + line(4, 'b'));
  writeFileSync(paths.logFile('ccxt'), line(0, 'old') + line(3, 'c') + line(5, 'c'));
  writeFileSync(paths.logFile('gateway'), '[2026-03-03 10:30:02] g\n');
  const child = spawnCli(['gateway', 'logs', 'all', '-f', '-n', '2']);
  let seen = '';
  child.stdout.on('data', (chunk) => {
    seen += chunk;
  });
  const done = ended(child);
  const first = [
    `backend  | ${line(1, 'b')}`,
    'gateway  | [2026-03-03 10:30:02] g\n',
    `ccxt     | ${line(3, 'c')}`,
    `backend  | ${line(4, 'b')}`,
    `ccxt     | ${line(5, 'c')}`,
  ].join('');
  await eventually(() => expect(seen).toBe(first));
  appendFileSync(paths.logFile('telegram'), line(6, 't'));
  await eventually(() => expect(seen).toBe(`${first}telegram | ${line(6, 't')}`));
  child.kill('SIGINT');
  expect((await done).code).toBe(0);
});

test('a log that does not exist yet is told in one line', async () => {
  const { run, paths } = await setUp();
  expect(await run(['gateway', 'logs', 'ccxt'])).toEqual({
    code: 1,
    stdout: '',
    stderr: `There is no log yet: ${paths.logFile('ccxt')}. Start with neuratrade gateway start.\n`,
  });
});

test('following goes on over a rotation until Ctrl-C', async () => {
  const { spawnCli, paths } = await setUp();
  const log = paths.logFile('telegram');
  writeFileSync(log, 'one\n');
  const child = spawnCli(['gateway', 'logs', 'telegram', '-f']);
  let seen = '';
  child.stdout.on('data', (chunk) => {
    seen += chunk;
  });
  const done = ended(child);
  await eventually(() => expect(seen).toBe('one\n'));
  renameSync(log, `${log}.1`);
  writeFileSync(log, 'two\n');
  await eventually(() => expect(seen).toBe('one\ntwo\n'));
  appendFileSync(log, 'three\n');
  await eventually(() => expect(seen).toBe('one\ntwo\nthree\n'));
  child.kill('SIGINT');
  expect((await done).code).toBe(0);
});

test('a reader that closes its end is no error', async () => {
  const { spawnCli, paths } = await setUp();
  writeFileSync(paths.logFile('backend'), line(1, 'x'.repeat(1_000)).repeat(5_000));
  const child = spawnCli(['gateway', 'logs', '-n', '5000']);
  child.stdout.once('data', () => child.stdout.destroy());
  const { code, stderr } = await ended(child);
  expect([code, stderr]).toEqual([0, '']);
});
