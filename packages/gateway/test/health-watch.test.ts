import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { contTree, createCleanup, eventually, stopTree } from '@neuratrade/test-kit';
import { shellWords, type TestStack } from './support/cli.js';
import { maskedTable, stackWithoutBot } from './support/health.js';

const COMMAND = resolve(import.meta.dirname, '..', '..', '..', 'bin', 'neuratrade');

const whole = createCleanup();
const cleanup = createCleanup();
let stack: TestStack;

beforeAll(async () => {
  stack = await stackWithoutBot(whole);
}, 60_000);
afterEach(cleanup.run, 40_000);
afterAll(whole.run, 60_000);

const patience = { timeoutMs: 30_000, everyMs: 100 };
/** The command in place of the terminal's shell, so that what ends the terminal is its own exit code. */
function spawnOnTerminal(args: readonly string[], columns: number) {
  const command = `stty cols ${columns}; exec ${shellWords([process.execPath, COMMAND, ...args])}`;
  const flags =
    process.platform === 'darwin'
      ? ['-q', '/dev/null', 'sh', '-c', command]
      : ['--quiet', '--return', '--command', command, '/dev/null'];
  return spawn('script', flags, { env: { ...stack.env, SHELL: '/bin/sh', TERM: 'xterm' }, stdio: 'pipe' });
}

describe('a watch', () => {
  const watch = ['health', '--watch', '--interval', '200ms'];

  test('in a pipe writes one line per change, and Ctrl-C ends it with 0', async () => {
    const child = stack.spawnCli(watch);
    cleanup.add(() => child.kill('SIGKILL'));
    const output = { text: '' };
    child.stdout.on('data', (chunk) => {
      output.text += chunk;
    });
    const done = new Promise((resolve) => child.once('close', (code, signal) => resolve([code, signal])));
    const lines = () => maskedTable(output.text.trimEnd(), stack);
    const first = [
      'TIME  health  healthy',
      'TIME  database  healthy',
      'TIME  redis  healthy',
      'TIME  ccxt  healthy',
      'TIME  telegram  disabled',
    ];
    await eventually(() => expect(lines()).toEqual(first), patience);
    const pid = stack.pid('backend');
    cleanup.add(() => contTree(pid));
    await stopTree(pid);
    await eventually(
      () => expect(lines()).toEqual([...first, 'TIME  health  healthy → unreachable: no answer within MS']),
      patience,
    );
    await contTree(pid);
    await eventually(
      () => expect(lines()).toContain('TIME  health  unreachable: no answer within MS → healthy'),
      patience,
    );
    child.kill('SIGINT');
    expect(await done).toEqual([0, null]);
  }, 90_000);

  test('on a terminal draws in place, says what is gone since when, and gives the terminal back', async () => {
    const child = spawnOnTerminal(watch, 70);
    cleanup.add(() => child.kill('SIGKILL'));
    const seen = { text: '' };
    child.stdout.on('data', (chunk) => {
      seen.text += chunk;
    });
    const done = new Promise<number | null>((resolve) => child.once('close', resolve));
    const frame = () => {
      const last = seen.text.split('\u001b[?2026h').at(-1)?.split('\u001b[?2026l')[0] ?? '';
      return stripVTControlCharacters(last)
        .split('\r\n')
        .map((line) => maskedTable(line, stack)[0] ?? '');
    };
    await eventually(
      () =>
        expect(frame()).toEqual([
          'healthy  URL  version V, up T',
          '',
          'SERVICE  STATUS  FOR  LATENCY  CHECKED  LAST ERROR',
          expect.stringMatching(/^database {2}healthy {2}T {2}MS {2}MS ago/),
          expect.stringMatching(/^redis {2}healthy {2}T {2}MS {2}MS ago/),
          expect.stringMatching(/^ccxt {2}healthy {2}T {2}MS {2}MS ago/),
          'telegram  disabled  T  -  -  -',
          '',
          'TIME  Ctrl-C ends it',
        ]),
      patience,
    );
    const pid = stack.pid('backend');
    cleanup.add(() => contTree(pid));
    await stopTree(pid);
    await eventually(
      () =>
        expect(frame()).toEqual([
          expect.stringMatching(/^unreachable since TIME: no answer within (1|MS|…)/),
          '',
          'SERVICE  STATUS  FOR  LATENCY  CHECKED  LAST ERROR',
          ...['database', 'redis', 'ccxt', 'telegram'].map((name) => expect.stringMatching(`^${name}  `)),
          '',
          'Last known, as of TIME',
          '',
          'CHANGES',
          expect.stringMatching(/^TIME {2}health {2}healthy → unreachable: no answer/),
          '',
          'TIME  Ctrl-C ends it',
        ]),
      patience,
    );
    child.stdin.write('\u0003');
    const code = await done;
    expect({
      code,
      entered: seen.text.split('\u001b[?1049h').length - 1,
      left: seen.text.split('\u001b[?25h\u001b[?1049l').length - 1,
      end: seen.text.endsWith('\u001b[?25h\u001b[?1049l'),
    }).toEqual({ code: 0, entered: 1, left: 1, end: true });
  }, 90_000);
});
