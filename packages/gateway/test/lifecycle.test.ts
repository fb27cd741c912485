import { existsSync, renameSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { backendHealthSchema, liveSchema } from '@neuratrade/health-contracts';
import { contTree, createCleanup, eventually, request, stopTree } from '@neuratrade/test-kit';
import { identityOf } from '../src/process/identity.js';
import { makeStack, type Ran, type TestStack } from './support/cli.js';

const cleanup = createCleanup();
const NAMES = ['database', 'redis', 'simulator', 'ccxt', 'backend', 'telegram', 'gateway'];
const TELEGRAM_REASON = 'TELEGRAM_BOT_TOKEN not set';

let stack: TestStack;
let started: Ran;
let seconds: number;

beforeAll(async () => {
  stack = await makeStack(cleanup);
  const begin = performance.now();
  started = await stack.run(['gateway', 'start']);
  seconds = (performance.now() - begin) / 1_000;
}, 60_000);
afterAll(cleanup.run, 60_000);

describe('a first start on a machine that has nothing', () => {
  test('succeeds and shows every service in one table, the degraded one with its reason and remedy', () => {
    expect([started.code, started.stderr]).toEqual([0, '']);
    const table = started.stdout.slice(started.stdout.indexOf('SERVICE'));
    expect(table.split('\n').map((line) => line.split(/\s+/).slice(0, 2).join(' '))).toEqual([
      'SERVICE STATE',
      'gateway healthy',
      'database healthy',
      'redis healthy',
      'simulator healthy',
      'ccxt healthy',
      'backend healthy',
      'telegram degraded',
      '',
      'telegram: Store',
      '',
    ]);
    expect(table).toContain(TELEGRAM_REASON);
  });

  test('takes seconds', () => {
    expect(seconds).toBeLessThan(30);
  });

  test('leaves a PID file for each process, which holds the PID alone', async () => {
    const texts = await Promise.all(NAMES.map((name) => readFile(stack.paths.pidFile(name), 'utf8')));
    expect(texts).toEqual(NAMES.map(() => expect.stringMatching(/^\d+\n$/)));
    expect(texts.map((text) => identityOf(Number(text)) !== undefined)).toEqual(NAMES.map(() => true));
  });

  test('is told in gateway.log, in order, with what was supplied and why', () => {
    const lines = stack.gatewayLog().trim().split('\n');
    expect(lines.every((line) => /^\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\] /.test(line))).toBe(true);
    const texts = lines.map((line) => line.slice(22).replace(/\d+/g, 'N'));
    expect(texts.slice(0, 2)).toEqual(['Starting NeuraTrade Gateway...', 'Backend Port: N']);
    expect(texts.filter((text) => /^(CCXT|Backend API|Telegram)/.test(text))).toEqual([
      'CCXT Service started (PID: N)',
      'Backend API started (PID: N)',
      'Telegram Service started (PID: N)',
    ]);
    expect(texts.filter((text) => text.includes('because'))).toHaveLength(3);
    expect(texts.at(-1)).toBe(`Degraded: telegram: ${TELEGRAM_REASON}`);
  });

  test('makes the keys and keeps them where only the owner reads them', async () => {
    expect((statSync(stack.paths.config).mode & 0o777).toString(8)).toBe('600');
    const key = (await stack.run(['config', 'get', 'admin_api_key'])).stdout;
    expect(key).toMatch(/^[0-9a-f]{64}\n$/);
    const details = `${stack.url('BACKEND_PORT')}/api/v1/health/details`;
    expect((await request(details)).status).toBe(401);
    expect((await request(details, { headers: { 'x-api-key': key.trim() } })).status).toBe(200);
  });

  test('has all services answering', async () => {
    const health = await request(`${stack.url('BACKEND_PORT')}/health`);
    expect([health.status, backendHealthSchema.parse(health.json).services]).toEqual([
      200,
      { database: 'healthy', redis: 'healthy', ccxt: 'healthy', telegram: `unhealthy: ${TELEGRAM_REASON}` },
    ]);
    for (const variable of ['CCXT_PORT', 'TELEGRAM_PORT', 'SIMULATOR_PORT']) {
      liveSchema.parse((await request(`${stack.url(variable)}/live`)).json);
    }
  });
});

describe('while it runs', () => {
  test('a second start says so and changes nothing', async () => {
    const before = NAMES.map(stack.pid);
    const again = await stack.run(['gateway', 'start']);
    expect([again.code, again.stdout]).toEqual([
      0,
      expect.stringContaining(`already running (PID ${stack.pid('gateway')})`),
    ]);
    expect(NAMES.map(stack.pid)).toEqual(before);
  });

  test('status tells each process in words and in JSON, and exits with 1 for degraded', async () => {
    const { code, report } = await stack.status();
    expect([code, report.status]).toEqual([1, 'degraded']);
    const telegram = report.services.find(({ name }) => name === 'telegram');
    expect(telegram).toEqual({
      name: 'telegram',
      state: 'degraded',
      pid: stack.pid('telegram'),
      uptime_seconds: expect.any(Number),
      memory_bytes: expect.any(Number),
      port: Number(stack.env.TELEGRAM_PORT),
      source: null,
      reason: TELEGRAM_REASON,
      remedy: expect.stringContaining('neuratrade config set telegram_bot_token'),
    });
    expect(report.services.map(({ source }) => source).filter(Boolean)).toEqual([
      'embedded',
      'private',
      'simulator',
    ]);
  });

  test.each(['ccxt', 'redis', 'database'])(
    '%s is restarted when it is killed',
    async (name) => {
      const before = stack.pid(name);
      process.kill(before, 'SIGKILL');
      await eventually(
        async () => {
          expect((await stack.status()).states).toMatchObject({ [name]: 'healthy', backend: 'healthy' });
          expect(stack.pid(name)).not.toBe(before);
        },
        { timeoutMs: 20_000, everyMs: 200 },
      );
      expect(stack.gatewayLog()).toMatch(/ended \(killed by SIGKILL\)[^\n]*; next start in 1 s/);
    },
    30_000,
  );

  test('log files that were renamed are opened anew on SIGHUP', async () => {
    const logs = ['gateway', 'backend', 'ccxt', 'telegram'].map((name) => stack.paths.logFile(name));
    for (const log of logs) renameSync(log, `${log}.1`);
    process.kill(stack.pid('gateway'), 'SIGHUP');
    await eventually(() => expect(logs.map((log) => existsSync(log))).toEqual([true, true, true, true]));
  });

  test('a service that hangs is down, and status still answers soon', async () => {
    const pid = stack.pid('telegram');
    process.kill(pid, 'SIGSTOP');
    const begin = performance.now();
    const { code, report } = await stack.status();
    process.kill(pid, 'SIGCONT');
    expect(performance.now() - begin).toBeLessThan(4_000);
    expect([code, report.services.find(({ name }) => name === 'telegram')?.reason]).toEqual([
      1,
      'no answer within 1 s',
    ]);
  });
});

test('a database that hangs takes the backend down, which status tells with exit code 2', async () => {
  const pid = stack.pid('database');
  await stopTree(pid);
  cleanup.add(() => contTree(pid).catch(() => undefined));
  await eventually(
    async () => {
      const { code, report, states } = await stack.status();
      expect([code, report.status, states.database, states.backend]).toEqual([2, 'down', 'down', 'down']);
    },
    { timeoutMs: 10_000, everyMs: 100 },
  );
  await contTree(pid);
  await eventually(async () => expect((await stack.status()).code).toBe(1), {
    timeoutMs: 10_000,
    everyMs: 100,
  });
}, 30_000);

test('a stop ends everything in order, a second one finds nothing to do', async () => {
  const pids = NAMES.map(stack.pid);
  const stop = await stack.run(['gateway', 'stop']);
  expect([stop.code, stop.stdout]).toEqual([
    0,
    expect.stringMatching(
      /^NeuraTrade stopped \(telegram, backend, ccxt, simulator, redis, database, gateway\) in [\d.]+ s\.\n$/,
    ),
  ]);
  expect(pids.map(identityOf)).toEqual(NAMES.map(() => undefined));
  expect(NAMES.map((name) => existsSync(stack.paths.pidFile(name)))).toEqual(NAMES.map(() => false));
  expect(await stack.run(['gateway', 'stop'])).toEqual({
    code: 0,
    stdout: 'NeuraTrade is not running.\n',
    stderr: '',
  });
  expect((await stack.run(['gateway', 'status'])).code).toBe(2);
}, 30_000);
