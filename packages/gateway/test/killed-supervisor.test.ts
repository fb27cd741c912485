import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { afterEach, expect, test } from '@jest/globals';
import { createCleanup, eventually } from '@neuratrade/test-kit';
import { identityOf } from '../src/process/identity.js';
import { readState, type StackState } from '../src/supervisor/state.js';
import { makeStack, type TestStack } from './support/cli.js';

const cleanup = createCleanup();
afterEach(cleanup.run, 60_000);

const NAMES = ['database', 'redis', 'simulator', 'ccxt', 'backend', 'telegram'];

async function startAndKillSupervisor(stack: TestStack): Promise<number[]> {
  expect((await stack.run(['gateway', 'start'])).code).toBe(0);
  const pids = NAMES.map(stack.pid);
  const gateway = stack.pid('gateway');
  process.kill(gateway, 'SIGKILL');
  await eventually(() => expect(identityOf(gateway)).toBeUndefined());
  return pids;
}

/** Another process, to whose PID all files of an earlier run point. */
async function bystanderOf({ paths }: TestStack) {
  const child = spawn('sleep', ['300'], { stdio: 'ignore' });
  cleanup.add(() => child.kill('SIGKILL'));
  await once(child, 'spawn');
  const pid = child.pid ?? 0;
  mkdirSync(paths.run, { recursive: true });
  for (const name of [...NAMES, 'gateway']) writeFileSync(paths.pidFile(name), `${pid}\n`);
  writeFileSync(`${paths.lock}.4`, JSON.stringify({ pid, start_time: 'of a process long gone' }));
  writeFileSync(paths.state, JSON.stringify(staleState(pid)));
  expect(readState(paths.state)).toEqual(staleState(pid));
  return { lives: () => child.exitCode === null && child.signalCode === null };
}

test('a stop touches no process that only has the PID in a stale file', async () => {
  const stack = await makeStack(cleanup);
  const bystander = await bystanderOf(stack);
  expect(await stack.run(['gateway', 'stop'])).toEqual({
    code: 0,
    stdout: 'NeuraTrade is not running.\n',
    stderr: '',
  });
  expect(bystander.lives()).toBe(true);
});

test('without its supervisor the stack is degraded, and stop ends it in order', async () => {
  const stack = await makeStack(cleanup);
  const bystander = await bystanderOf(stack);
  const pids = await startAndKillSupervisor(stack);
  const { code, states } = await stack.status();
  expect([code, states]).toEqual([
    1,
    { ...Object.fromEntries(NAMES.map((name) => [name, 'healthy'])), gateway: 'down', telegram: 'degraded' },
  ]);
  const stop = await stack.run(['gateway', 'stop']);
  expect([stop.code, stop.stdout.split('\n').map((line) => line.replace(/\d+/, 'N'))]).toEqual([
    0,
    [
      'The gateway had been killed; ended what it had left running:',
      '  Telegram Service (PID N)',
      '  Backend API (PID N)',
      '  CCXT Service (PID N)',
      '  Exchange Simulator (PID N)',
      '  Redis (PID N)',
      '  PostgreSQL (PID N)',
      '',
    ],
  ]);
  expect(pids.map(identityOf)).toEqual(NAMES.map(() => undefined));
  expect(bystander.lives()).toBe(true);
}, 60_000);

test('a new start ends what the killed supervisor left, says so, and keeps the data', async () => {
  const stack = await makeStack(cleanup);
  const pids = await startAndKillSupervisor(stack);
  const key = (await stack.run(['config', 'get', 'admin_api_key'])).stdout;
  const start = await stack.run(['gateway', 'start']);
  expect(start.code).toBe(0);
  expect(start.stdout.match(/Ended what an earlier run had left running: [A-Za-z ]+/g)).toHaveLength(
    NAMES.length,
  );
  expect(stack.gatewayLog()).toContain('Ended what an earlier run had left running: Backend API');
  expect(pids.map(identityOf)).toEqual(NAMES.map(() => undefined));
  expect((await stack.status()).states).toMatchObject({ gateway: 'healthy', backend: 'healthy' });
  expect((await stack.run(['config', 'get', 'admin_api_key'])).stdout).toBe(key);
}, 60_000);

function staleState(pid: number): StackState {
  const identity = { pid, start_time: 'of a process long gone' };
  const service = {
    state: 'up' as const,
    process: identity,
    port: 1,
    since: '2026-03-03T10:30:00.000Z',
    supplied: null,
    waiting_for: null,
    restarts: 0,
    last_exit: null,
  };
  return {
    phase: 'up',
    gateway: identity,
    host: '127.0.0.1',
    services: Object.fromEntries(NAMES.map((name) => [name, service])),
    external: {},
  };
}
