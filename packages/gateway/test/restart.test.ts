import { existsSync, readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { type BotApi, createCleanup, eventually, startBotApi } from '@neuratrade/test-kit';
import { identityOf } from '../src/process/identity.js';
import { readState } from '../src/supervisor/state.js';
import { ended, makeStack, type TestStack } from './support/cli.js';
import { takePort } from './support/squatter.js';

const cleanup = createCleanup();
const TOKEN = '123456789:canary-restart-token-0123456789abcdef';
const NAMES = ['database', 'redis', 'simulator', 'ccxt', 'backend', 'telegram', 'gateway'];
const patience = { timeoutMs: 30_000, everyMs: 200 };

let stack: TestStack;
let telegram: BotApi;

jest.setTimeout(90_000);

beforeAll(async () => {
  telegram = cleanup.use(await startBotApi({ token: TOKEN, username: 'restart_bot' }));
  stack = await makeStack(cleanup, { TELEGRAM_API_ROOT: telegram.url, EXCHANGES: 'simulator' });
  expect(await stack.run(['gateway', 'start'])).toMatchObject({ code: 0 });
});
afterAll(cleanup.run, 60_000);

const restart = (...args: string[]) => stack.run(['gateway', 'restart', ...args]);
const pids = (...without: string[]) => NAMES.filter((name) => !without.includes(name)).map(stack.pid);
const isUp = (name: string) =>
  eventually(
    async () => expect((await stack.status()).states).toMatchObject({ [name]: 'healthy' }),
    patience,
  );
const lastMigrations = () =>
  readFileSync(stack.paths.logFile('backend'), 'utf8')
    .split('\n')
    .filter((line) => line.includes('"Migrations applied"'))
    .map((line) => (JSON.parse(line) as { count: number }).count);

describe('the restart of one service', () => {
  test('takes a token that has just been stored, and leaves the others alone', async () => {
    const [others, before] = [pids('telegram'), stack.pid('telegram')];
    expect(await stack.run(['config', 'set', 'telegram_bot_token', '-'], {}, TOKEN)).toMatchObject({
      code: 0,
    });
    const { code, stdout, stderr } = await restart('telegram');
    const after = stack.pid('telegram');
    expect([code, stderr, stdout.trimEnd().split('\n').at(-1)]).toEqual([
      0,
      '',
      expect.stringMatching(
        new RegExp(`^telegram restarted in \\d+\\.\\d s \\(PID ${after}, before ${before}\\)\\.$`),
      ),
    ]);
    expect(stdout.split('\n')[0]).toBe(
      `telegram: restarting (PID ${before}, port ${stack.env.TELEGRAM_PORT}), waits for its end`,
    );
    await isUp('telegram');
    expect(telegram.requests('getMe')).toBeGreaterThan(0);
    expect([
      pids('telegram'),
      identityOf(before),
      readState(stack.paths.state)?.services.telegram?.restarts,
    ]).toEqual([others, undefined, 0]);
    expect(stack.gatewayLog()).not.toContain(TOKEN);
  });

  test('says which stored setting does not count before that of the start', async () => {
    await stack.run(['config', 'set', 'exchanges', 'kraken']);
    const { code, stdout } = await restart('telegram');
    await stack.run(['config', 'set', 'exchanges', '']);
    expect([code, stdout.split('\n')[0]]).toEqual([
      0,
      "EXCHANGES stays as the gateway's environment had it at its start: that counts before config.json.",
    ]);
  });

  test('of the database keeps the data, and the backend recovers by itself', async () => {
    const others = pids('database');
    expect(await restart('database')).toMatchObject({ code: 0, stderr: '' });
    await isUp('backend');
    expect(pids('database')).toEqual(others);
    expect(await restart('backend')).toMatchObject({ code: 0, stderr: '' });
    await isUp('backend');
    await eventually(() => expect(lastMigrations()).toEqual([expect.any(Number), 0]));
    expect(lastMigrations()[0]).toBeGreaterThan(0);
  });

  test('shows on a terminal how it comes along', async () => {
    const { code, stdout } = await ended(stack.spawnOnTerminal(['gateway', 'restart', 'redis'], 120));
    const screen = stripVTControlCharacters(stdout);
    expect([code, screen]).toEqual([0, expect.stringContaining('waits for its process')]);
    expect(screen).toMatch(/✔ redis {6}up \(PID \d+, port \d+, private\)\r\nredis restarted in \d/);
  });

  test('follows another one that is under way', async () => {
    const both = await Promise.all([restart('ccxt'), restart('simulator')]);
    expect(both.map(({ code, stderr }) => [code, stderr])).toEqual([
      [0, ''],
      [0, ''],
    ]);
    const told = stack
      .gatewayLog()
      .split('\n')
      .flatMap(
        (line) =>
          /\] (CCXT Service|Exchange Simulator) (is restarted|stopped|started)/.exec(line)?.slice(1) ?? [],
      )
      .slice(-12);
    expect([
      told.slice(1).filter((_, n) => n % 2 === 0),
      new Set(told.filter((_, n) => n % 2 === 0).slice(0, 3)).size,
    ]).toEqual([['is restarted', 'stopped', 'started', 'is restarted', 'stopped', 'started'], 1]);
  });

  test('goes on when the one who asked is killed', async () => {
    const before = stack.pid('ccxt');
    const child = stack.spawnCli(['gateway', 'restart', 'ccxt']);
    await new Promise((resolve) => child.stdout.once('data', resolve));
    child.kill('SIGKILL');
    await ended(child);
    await isUp('ccxt');
    expect(stack.pid('ccxt')).not.toBe(before);
    expect(await restart('ccxt')).toMatchObject({ code: 0 });
  });

  test('of one that waits for its restart does not wait', async () => {
    process.kill(stack.pid('telegram'), 'SIGKILL');
    await eventually(() =>
      expect(readState(stack.paths.state)?.services.telegram).toMatchObject({
        state: 'restarting',
        process: null,
      }),
    );
    expect(await restart('telegram')).toMatchObject({ code: 0, stderr: '' });
    expect(readState(stack.paths.state)?.services.telegram).toMatchObject({ state: 'up' });
  });

  test('that fails ends with the last words, and the gateway goes on trying', async () => {
    process.kill(stack.pid('ccxt'), 'SIGKILL');
    const squatter = await takePort(Number(stack.env.CCXT_PORT));
    cleanup.add(() => squatter.close());
    const { code, stderr } = await restart('ccxt');
    expect([code, stderr.split('\n')]).toEqual([
      1,
      [
        expect.stringMatching(/^CCXT Service ended while starting \(exit code 1\): Port \d+ is in use/),
        'It is tried again and again meanwhile. See neuratrade gateway logs ccxt.',
        '',
      ],
    ]);
    expect(readState(stack.paths.state)?.services.ccxt).toMatchObject({ state: 'restarting' });
    squatter.close();
    await isUp('ccxt');
  });
});

test('a supervisor that is killed in the middle of a restart leaves nothing stuck', async () => {
  const gateway = stack.pid('gateway');
  const child = stack.spawnCli(['gateway', 'restart', 'ccxt']);
  child.stdout.once('data', () => process.kill(gateway, 'SIGKILL'));
  expect(await ended(child)).toMatchObject({
    code: 1,
    stderr: `The gateway (PID ${gateway}) ended in the middle of the restart. Run neuratrade gateway stop, then neuratrade gateway start.\n`,
  });
  expect(await restart()).toMatchObject({ code: 0, stderr: '' });
  expect(await restart('ccxt')).toMatchObject({ code: 0, stderr: '' });
  expect(existsSync(`${stack.paths.run}/gateway.sock`)).toBe(true);
  expect(await stack.run(['gateway', 'stop'])).toMatchObject({ code: 0 });
  expect(existsSync(`${stack.paths.run}/gateway.sock`)).toBe(false);
});
