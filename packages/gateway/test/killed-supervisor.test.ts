import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from '@jest/globals';
import { createCleanup, eventually } from '@neuratrade/test-kit';
import { identityOf, isAlive } from '../src/process/identity.js';
import { readState, type StackState } from '../src/supervisor/state.js';
import { ended, makeStack, type TestStack } from './support/cli.js';

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

describe('a supervisor that is killed in the middle of a start', () => {
  async function killDuringStart(stack: TestStack, alsoTheCommand: boolean) {
    writeFileSync(stack.paths.stderrFile('gateway'), 'Error: what an earlier run said\n');
    const command = stack.spawnCli(['gateway', 'start']);
    const done = ended(command);
    const { gateway } = await eventually(
      () => {
        const current = readState(stack.paths.state);
        expect(current?.services.database?.process).toBeTruthy();
        expect(current?.services.redis?.process).toBeTruthy();
        return current as StackState;
      },
      { timeoutMs: 20_000, everyMs: 2 },
    );
    if (alsoTheCommand) command.kill('SIGKILL');
    process.kill(gateway.pid, 'SIGKILL');
    await eventually(() => expect(isAlive(gateway)).toBe(false));
    return { done, state: readState(stack.paths.state) as StackState };
  }

  const survivors = (state: StackState | undefined) =>
    Object.entries(state?.services ?? {}).flatMap(([name, { process }]) =>
      process !== null && isAlive(process) ? [name] : [],
    );

  test('is told by the start, which ends what it left and repeats no older words', async () => {
    const stack = await makeStack(cleanup);
    mkdirSync(stack.paths.run, { recursive: true });
    const { done } = await killDuringStart(stack, false);
    const { code, stderr } = await done;
    const lines = stderr.trim().split('\n');
    expect([code, lines[0]]).toEqual([
      1,
      `The gateway ended while starting (killed by SIGKILL). See ${stack.paths.stderrFile('gateway')}.`,
    ]);
    expect(lines.slice(1).map((line) => line.replace(/ \(PID .*/, ''))).toEqual(
      expect.arrayContaining([
        'Ended what it had left running: Redis',
        'Ended what it had left running: PostgreSQL',
      ]),
    );
    expect(stderr).not.toContain('earlier run');
    expect(survivors(readState(stack.paths.state))).toEqual([]);
    expect((await stack.run(['gateway', 'stop'])).stdout).toBe('NeuraTrade is not running.\n');
  }, 60_000);

  test('leaves servers that stop ends, though they were not serving yet', async () => {
    const stack = await makeStack(cleanup);
    mkdirSync(stack.paths.run, { recursive: true });
    const { state } = await killDuringStart(stack, true);
    const { code, stdout } = await stack.run(['gateway', 'stop']);
    expect([code, stdout]).toEqual([0, expect.stringContaining('Redis (PID ')]);
    expect(stdout).toContain('PostgreSQL (PID ');
    expect(survivors(state)).toEqual([]);
  }, 60_000);

  test('leaves servers that stop finds by their data when no file names them', async () => {
    const stack = await makeStack(cleanup);
    mkdirSync(stack.paths.run, { recursive: true });
    const { state } = await killDuringStart(stack, true);
    rmSync(stack.paths.state);
    const stop = await stack.run(['gateway', 'stop']);
    const supplied = ['database', 'redis'].map((name) => state.services[name]?.process?.pid);
    for (const pid of supplied) expect(stop.stdout).toMatch(new RegExp(`\\(PID (\\d+, )*${pid}\\b`));
    expect(survivors(state).filter((name) => name === 'database' || name === 'redis')).toEqual([]);
    for (const name of survivors(state)) {
      process.kill(state.services[name]?.process?.pid ?? 0, 'SIGKILL');
    }
  }, 60_000);
});

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
