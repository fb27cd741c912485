import { mkdirSync, writeFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { afterEach, expect, jest, test } from '@jest/globals';
import { createCleanup } from '@neuratrade/test-kit';
import { ended, makeStack } from './support/cli.js';

const cleanup = createCleanup();
jest.setTimeout(60_000);
afterEach(cleanup.run);

const ESC = '\u001b';
const HOSTILE = `BTC${ESC}]0;owned\u0007${ESC}[2J/USDT`;
const LOG = `${JSON.stringify({ time: '2026-03-03T10:30:00Z', level: 'WARN', msg: 'Exchange error', symbol: HOSTILE })}\n`;
const TEXT = '2026-03-03 10:30:00 WARN  Exchange error symbol="BTC\\u001b]0;owned\\u0007\\u001b[2J/USDT"';

async function setUp(settings: NodeJS.ProcessEnv = {}) {
  const stack = await makeStack(cleanup, { TZ: 'UTC', ...settings });
  mkdirSync(stack.paths.logs);
  writeFileSync(stack.paths.logFile('ccxt'), LOG);
  return stack;
}

test('lines are pretty and coloured, and what they hold is shown instead of obeyed', async () => {
  const { spawnOnTerminal } = await setUp();
  const { code, stdout } = await ended(spawnOnTerminal(['gateway', 'logs', 'ccxt']));
  expect([code, stripVTControlCharacters(stdout)]).toEqual([0, `${TEXT}\r\n`]);
  expect(stdout).toContain(`${ESC}[33mWARN ${ESC}[39m`);
  expect(stdout).not.toContain(`${ESC}]`);
  expect(stdout).not.toContain(`${ESC}[2J`);
});

test.each([
  ['--no-color', ['--no-color'], {}],
  ['NO_COLOR', [], { NO_COLOR: '1' }],
])('%s leaves the colours out', async (_how, options, settings) => {
  const { spawnOnTerminal } = await setUp(settings);
  expect((await ended(spawnOnTerminal(['gateway', 'logs', 'ccxt', ...options]))).stdout).toBe(`${TEXT}\r\n`);
});

test('--raw shows them as they were written', async () => {
  const { spawnOnTerminal } = await setUp();
  const { stdout } = await ended(spawnOnTerminal(['gateway', 'logs', 'ccxt', '--raw']));
  expect(stdout).toBe(LOG.replace('\n', '\r\n'));
});

test('--pretty makes them so in a pipe too, without colours', async () => {
  const { run } = await setUp({ CI: 'true' });
  const printed = { code: 0, stderr: '' };
  expect(await run(['gateway', 'logs', 'ccxt', '--pretty'])).toEqual({ ...printed, stdout: `${TEXT}\n` });
  expect(await run(['gateway', 'logs', 'all', '--pretty'])).toEqual({
    ...printed,
    stdout: `ccxt     ${TEXT}\n`,
  });
});
