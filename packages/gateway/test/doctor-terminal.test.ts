import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterEach, expect, test } from '@jest/globals';
import { createCleanup } from '@neuratrade/test-kit';
import { ended, makeStack, shellWords } from './support/cli.js';
import { examine, masked } from './support/doctor.js';

const cleanup = createCleanup();
afterEach(cleanup.run, 30_000);

const COMMAND = resolve(import.meta.dirname, '..', '..', '..', 'bin', 'neuratrade');
const ESC = '\u001b';
const REDRAWN = new RegExp(`${ESC}\\[(\\d+)A${ESC}\\[J`);

/** What stands on a terminal at the end: each redraw takes back so many lines. */
function screenOf(text: string): string[] {
  const [first = '', ...rest] = text.replaceAll('\r', '').split(REDRAWN);
  let screen = first.split('\n').slice(0, -1);
  for (let index = 0; index < rest.length; index += 2) {
    const kept = screen.slice(0, screen.length - Number(rest[index]));
    screen = [...kept, ...(rest[index + 1] ?? '').split('\n').slice(0, -1)];
  }
  return screen.map(stripVTControlCharacters);
}

function onTerminal(columns: number, env: NodeJS.ProcessEnv) {
  const command = `stty cols ${columns}; exec ${shellWords([process.execPath, COMMAND, 'doctor'])}`;
  const flags =
    process.platform === 'darwin'
      ? ['-q', '/dev/null', 'sh', '-c', command]
      : ['--quiet', '--return', '--command', command, '/dev/null'];
  return ended(spawn('script', flags, { env: { ...env, SHELL: '/bin/sh', TERM: 'xterm' }, stdio: 'pipe' }));
}

test('on a terminal the same lines stand at the end, in colours, and no list of running checks', async () => {
  const stack = await makeStack(cleanup);
  const { lines } = await examine(stack);
  const { code, stdout } = await onTerminal(400, stack.env);
  expect({ code, lines: screenOf(masked(stdout, stack)), coloured: stdout.includes('\u001b[31m✗') }).toEqual({
    code: 1,
    lines: lines.slice(0, -1),
    coloured: true,
  });
  const plain = await onTerminal(400, { ...stack.env, NO_COLOR: '1' });
  expect(plain.stdout.includes('\u001b[31m')).toBe(false);
}, 30_000);

test('on a narrow terminal no line is broken by the terminal', async () => {
  const stack = await makeStack(cleanup);
  const { stdout } = await onTerminal(64, stack.env);
  const words = screenOf(stdout).filter((line) => !/\S{42}/.test(line));
  expect(words.filter(({ length }) => length > 64)).toEqual([]);
}, 30_000);
