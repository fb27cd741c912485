import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createCleanup, eventually, freePort, makeHome, readLog, request } from '@neuratrade/test-kit';
import { makeStack, type TestStack } from './support/cli.js';

const ROOT = resolve(import.meta.dirname, '..', '..', '..');
const LOG_LINE =
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ cache hours=24 requests=\d+ hits=\d+ misses=\d+ hit_rate=(\d(\.\d+)?|-) evictions=\d+ judgement=(healthy|fair|poor|too_few) redis=ok$/;

const cleanup = createCleanup();
let stack: TestStack;

beforeAll(async () => {
  stack = await makeStack(cleanup, { TELEGRAM_ENABLED: 'false', LOG_LEVEL: 'debug' });
  expect((await stack.run(['gateway', 'start'])).code).toBe(0);
}, 60_000);
afterAll(cleanup.run, 60_000);

describe('neuratrade cache report', () => {
  test('shows each cache, and ends with a line for a log', async () => {
    const { code, stdout, stderr } = await stack.run(['cache', 'report']);
    const lines = stripVTControlCharacters(stdout).trimEnd().split('\n');
    expect({ code, stderr, caches: lines.slice(2, 7).map((line) => line.split(' ')[0]) }).toEqual({
      code: 0,
      stderr: '',
      caches: ['CACHE', 'market_data', 'orderbook', 'ticker', 'total'],
    });
    expect(lines.at(-1)).toMatch(LOG_LINE);
  });

  test('as JSON holds the report of the backend', async () => {
    const { code, stdout } = await stack.run(['cache', 'report', '--hours', '168', '--json']);
    const { window, redis, caches } = JSON.parse(stdout);
    expect({ code, hours: window.hours, status: redis.status, policy: redis.policy }).toEqual({
      code: 0,
      hours: 168,
      status: 'ok',
      policy: 'volatile-lru',
    });
    expect(caches.map(({ namespace }: { namespace: string }) => namespace)).toEqual([
      'market_data',
      'orderbook',
      'ticker',
    ]);
  });

  test('says what is wrong with the hours, the key or the place', async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    const own = stack.url('BACKEND_PORT');
    const ran = await Promise.all([
      stack.run(['cache', 'report', '--hours', '0']),
      stack.run(['cache', 'report', '--url', own]),
      stack.run(['cache', 'report', '--url', own], { ADMIN_API_KEY: 'a-wrong-key' }),
      stack.run(['cache', 'report', '--url', url], { ADMIN_API_KEY: 'any-key' }),
    ]);
    expect(ran.map(({ code, stderr }) => [code, stderr.trimEnd()])).toEqual([
      [
        1,
        "error: option '--hours <number>' argument '0' is invalid. It must be a whole number from 1 to 720.",
      ],
      [1, `${own} wants its admin key: set ADMIN_API_KEY.`],
      [1, `The backend at ${own} refuses the admin key. Set ADMIN_API_KEY to the one that it runs with.`],
      [2, `No backend answers at ${url}: connection refused. Check the URL.`],
    ]);
  });
});

test('a cached ticker is a hit, which the log tells at debug level', async () => {
  const url = `${stack.url('BACKEND_PORT')}/api/v1/market/ticker?exchange=simulator&symbol=BTC/USDT`;
  const line = await eventually(
    async () => {
      await request(url);
      const lines = await readLog(stack.paths.logFile('backend'));
      const hit = lines.find(({ msg, key }) => msg === 'Cache hit' && key === 'ticker:simulator:BTC/USDT');
      expect(hit).toBeDefined();
      return hit;
    },
    { timeoutMs: 20_000, everyMs: 200 },
  );
  expect(line).toEqual({
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    level: 'DEBUG',
    msg: 'Cache hit',
    key: 'ticker:simulator:BTC/USDT',
    ttl: expect.any(Number),
  });
  expect([Number(line?.ttl) > 280, Number(line?.ttl) <= 300, Number.isInteger(line?.ttl)]).toEqual([
    true,
    true,
    true,
  ]);
}, 30_000);

describe('the crontab', () => {
  const lines = readFileSync(join(ROOT, 'deploy', 'host', 'cron', 'neuratrade'), 'utf8').split('\n');
  const variables = Object.fromEntries(
    lines.flatMap((line) => {
      const [, name, value] = /^([A-Z_]+)=(.*)$/.exec(line) ?? [];
      return name === undefined ? [] : [[name, value ?? '']];
    }),
  );
  const jobs = lines.flatMap((line) => {
    const [, schedule, user, command] = /^((?:[\d*]+ ){4}[\d*]+) ([a-z]+) (.+)$/.exec(line) ?? [];
    return schedule === undefined ? [] : [{ schedule, user, command: command ?? '' }];
  });

  /** Runs a job as cron does: by its SHELL, with nothing but its variables. */
  const runJob = (command: string, env: Record<string, string>): Promise<number> =>
    new Promise((done) => {
      const variablesOf = { ...variables, ...env };
      execFile(variables.SHELL ?? '', ['-c', command], { env: variablesOf, timeout: 60_000 }, (error) =>
        done(typeof error?.code === 'number' ? error.code : 0),
      );
    });

  test('holds nothing but comments, variables, and a daily and a minutely job that cron takes', () => {
    const others = lines.filter((line) => line !== '' && !line.startsWith('#'));
    expect(others).toHaveLength(Object.keys(variables).length + jobs.length);
    expect(jobs.map(({ schedule, user }) => [schedule, user])).toEqual([
      ['0 0 * * *', 'neuratrade'],
      ['* * * * *', 'root'],
    ]);
    expect(jobs.filter(({ command }) => command.includes('%') || command.length > 900)).toEqual([]);
    expect(lines.at(-1)).toBe('');
  });

  test('adds one line a day to the log', async () => {
    const home = cleanup.use(await makeHome());
    const bin = join(home.path, 'bin');
    mkdirSync(bin);
    symlinkSync(join(ROOT, 'bin', 'neuratrade'), join(bin, 'neuratrade'));
    symlinkSync(process.execPath, join(bin, 'node'));
    const log = join(home.path, 'cache-metrics.log');
    const env = {
      PATH: `${bin}:${variables.PATH}`,
      CACHE_LOG: log,
      HOME: stack.env.HOME ?? '',
      NEURATRADE_HOME: stack.env.NEURATRADE_HOME ?? '',
    };
    for (let day = 0; day < 2; day++) expect(await runJob(jobs[0]?.command ?? '', env)).toBe(0);
    expect(readFileSync(log, 'utf8').split('\n')).toEqual([
      expect.stringMatching(LOG_LINE),
      expect.stringMatching(LOG_LINE),
      '',
    ]);
  }, 30_000);

  /** What systemd was asked by the minutely job, with a backend at a URL. */
  async function askedOfSystemd(state: string, BACKEND: string): Promise<string[]> {
    const home = cleanup.use(await makeHome());
    const [asked, systemctl] = [join(home.path, 'asked'), join(home.path, 'systemctl')];
    writeFileSync(asked, '');
    writeFileSync(systemctl, `#!/bin/sh\necho "$@" >> ${asked}\n[ "$1" = restart ] || echo ${state}\n`);
    chmodSync(systemctl, 0o755);
    await runJob(jobs[1]?.command ?? '', { PATH: `${home.path}:${variables.PATH}`, BACKEND });
    return readFileSync(asked, 'utf8').split('\n').filter(Boolean);
  }

  test('restarts a backend that does not answer, unless it was stopped on purpose or is on its way', async () => {
    const nowhere = `http://127.0.0.1:${await freePort()}`;
    const asked = await Promise.all([
      askedOfSystemd('active', stack.url('BACKEND_PORT')),
      askedOfSystemd('active', nowhere),
      askedOfSystemd('failed', nowhere),
      ...['inactive', 'activating', 'deactivating'].map((state) => askedOfSystemd(state, nowhere)),
    ]);
    expect(asked).toEqual([
      [],
      ['is-active neuratrade', 'restart neuratrade'],
      ['is-active neuratrade', 'restart neuratrade'],
      ...Array(3).fill(['is-active neuratrade']),
    ]);
  }, 60_000);
});
