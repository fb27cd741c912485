import { readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { afterEach, expect, test } from '@jest/globals';
import { createCleanup, eventually } from '@neuratrade/test-kit';
import { ended, makeStack, type TestStack } from './support/cli.js';

const cleanup = createCleanup();
afterEach(cleanup.run, 30_000);

const TOKEN = '123456789:typed-canary-token';

/** `config set telegram_bot_token -` on a terminal, at the moment when it has asked. */
async function askedForToken({ spawnOnTerminal }: TestStack) {
  const child = spawnOnTerminal(['config', 'set', 'telegram_bot_token', '-']);
  cleanup.add(() => child.kill('SIGKILL'));
  const screen = { text: '' };
  child.stdout.on('data', (chunk) => {
    screen.text += chunk;
  });
  const done = new Promise<number | null>((resolve) => child.once('close', resolve));
  await eventually(() => expect(screen.text).toBe('telegram_bot_token (typing does not show): '), {
    timeoutMs: 10_000,
  });
  return { screen, done, type: (text: string) => child.stdin.write(text) };
}

test('a secret that is typed is taken at Enter and does not show', async () => {
  const stack = await makeStack(cleanup);
  const { screen, done, type } = await askedForToken(stack);
  type(`${TOKEN}\r`);
  expect(await done).toBe(0);
  expect(screen.text.split('\r\n').slice(1, 2)).toEqual([
    `telegram_bot_token stored in ${stack.paths.config}.`,
  ]);
  expect(screen.text).not.toContain('canary');
  expect(JSON.parse(readFileSync(stack.paths.config, 'utf8'))).toEqual({ telegram_bot_token: TOKEN });
}, 20_000);

test.each([
  ['Enter alone', '\r'],
  ['Ctrl-C', '\u0003'],
  ['Ctrl-D', '\u0004'],
])(
  '%s stores and removes nothing',
  async (_key, typed) => {
    const stack = await makeStack(cleanup);
    await stack.run(['config', 'set', 'telegram_bot_token', '-'], {}, TOKEN);
    const { screen, done, type } = await askedForToken(stack);
    type(typed);
    expect([await done, screen.text.split('\r\n')[1]]).toEqual([
      1,
      'Nothing was typed, so nothing is changed.',
    ]);
    expect(JSON.parse(readFileSync(stack.paths.config, 'utf8'))).toEqual({ telegram_bot_token: TOKEN });
  },
  20_000,
);

test('on a narrow terminal no line of the status is cut or broken by the terminal', async () => {
  const stack = await makeStack(cleanup);
  expect((await stack.run(['gateway', 'start'])).code).toBe(0);
  const { code, stdout } = await ended(stack.spawnOnTerminal(['gateway', 'status'], 60));
  const lines = stripVTControlCharacters(stdout).split('\r\n');
  expect([code, lines[0], lines.filter(({ length }) => length > 60)]).toEqual([
    1,
    expect.stringMatching(/^SERVICE +STATE +PID +UPTIME +MEMORY +PORT( +SOURCE)?$/),
    [],
  ]);
  expect(lines).toContain('telegram: TELEGRAM_BOT_TOKEN not set');
}, 40_000);
