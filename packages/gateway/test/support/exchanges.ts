import { readdirSync, readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { expect } from '@jest/globals';
import { type Cleanup, eventually, request } from '@neuratrade/test-kit';
import { makeStack, type Ran, type TestStack } from './cli.js';

export const READER = 'canary-cli-reader-6a20';
export const OTHER = 'canary-cli-other-b913';
export const TRADER = 'canary-cli-trader-04de';
const PERMISSIONS = { [READER]: ['read'], [OTHER]: ['read'], [TRADER]: ['read', 'trade'] };

export const secretOf = (key: string) => `secret-of-${key}`;

/** Key and secret as `--stdin` takes them. */
export const keyLines = (key: string) => `${key}\n${secretOf(key)}\n`;

/** Runs `neuratrade exchanges` and remembers in `said` what it said; times stand as TIME. */
export function exchangesOf(stack: TestStack, said: Record<string, string> = {}) {
  return async (args: readonly string[], input = ''): Promise<Ran> => {
    const ran = await stack.run(['exchanges', ...args], {}, input);
    said[`${Object.keys(said).length} ${args.join(' ')}`] = JSON.stringify(ran);
    return { ...ran, stdout: ran.stdout.replace(/\d{4}-\d\d-\d\dT[\d:]{8}Z/g, 'TIME') };
  };
}

/** A running stack on the simulator, which knows three keys. */
export async function stackWithKeys(cleanup: Cleanup): Promise<TestStack> {
  const stack = await makeStack(cleanup, { TELEGRAM_ENABLED: 'false', LOG_LEVEL: 'debug' });
  const { code, stderr } = await stack.run(['gateway', 'start']);
  if (code !== 0) throw new Error(stderr);
  for (const [key, permissions] of Object.entries(PERMISSIONS)) {
    await control(stack, 'POST', 'accounts', {
      key,
      secret: secretOf(key),
      permissions,
      balances: { USDT: '8200' },
    });
  }
  const list = exchangesOf(stack);
  await eventually(async () => expect((await list(['list'])).stdout).toContain('simulator'));
  return stack;
}

/** Tells the simulator of a stack what to do. */
export async function control(stack: TestStack, method: string, what: string, body?: object): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const answer = await request(`${stack.url('SIMULATOR_PORT')}/_sim/${what}`, { method, headers, ...sent });
  if (answer.status >= 300) throw new Error(answer.text);
}

/** Runs `neuratrade exchanges` on a terminal, up to the moment when it shows what is waited for. */
export async function onTerminal(cleanup: Cleanup, stack: TestStack, args: readonly string[], first: RegExp) {
  const child = stack.spawnOnTerminal(['exchanges', ...args], 200);
  cleanup.add(() => child.kill('SIGKILL'));
  const screen = { text: '' };
  child.stdout.on('data', (chunk) => {
    screen.text += stripVTControlCharacters(String(chunk));
  });
  const done = new Promise<number | null>((resolve) => child.once('close', resolve));
  const until = (pattern: RegExp) =>
    eventually(() => expect(screen.text).toMatch(pattern), { timeoutMs: 20_000 });
  await until(first);
  return { screen, done, until, type: (text: string) => child.stdin.write(text) };
}

/** What every process of this machine was started with. */
export function commandLines(): string {
  const read = (pid: string): string => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    } catch {
      return '';
    }
  };
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(read)
    .join('\n');
}
