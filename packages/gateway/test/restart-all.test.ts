import { mkdirSync, readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, jest, test } from '@jest/globals';
import { freePort } from '@neuratrade/local-servers';
import { createCleanup, eventually, makeHome, request, startRedis } from '@neuratrade/test-kit';
import { identityOf } from '../src/process/identity.js';
import { readState } from '../src/supervisor/state.js';
import { ended, makeRoot, makeStack, type TestStack } from './support/cli.js';

const cleanup = createCleanup();
jest.setTimeout(90_000);
afterEach(cleanup.run, 60_000);

const NAMES = ['database', 'simulator', 'ccxt', 'backend', 'telegram'];
const restart = (stack: TestStack, ...args: string[]) => stack.run(['gateway', 'restart', ...args]);

async function exchangesOf(stack: TestStack): Promise<string[]> {
  const key = (await stack.run(['config', 'get', 'service_api_key'])).stdout.trim();
  const url = `${stack.url('CCXT_PORT')}/api/v1/exchanges/connectivity`;
  const { json } = await request(url, { headers: { 'x-api-key': key } });
  return (json as { exchanges: { name: string }[] }).exchanges.map(({ name }) => name);
}

test('a gateway in the foreground stays there, reads every setting afresh and keeps what it was started with', async () => {
  const server = cleanup.use(await startRedis());
  const stack = await makeStack(cleanup, {
    ...{ BACKEND_PORT: '', TELEGRAM_ENABLED: 'false', EXCHANGES: 'binance', REDIS_URL: server.url },
  });
  const ports = [String(await freePort()), String(await freePort())];
  const move = (port: string | undefined) => stack.run(['config', 'set', 'backend_port', port ?? '']);
  await move(ports[0]);
  const child = stack.spawnCli(['gateway', 'start', '--foreground', '--demo']);
  const done = ended(child);
  await eventually(() => expect(readState(stack.paths.state)?.phase).toBe('up'), {
    timeoutMs: 60_000,
    everyMs: 100,
  });
  expect(await exchangesOf(stack)).toEqual(['simulator']);

  expect(await restart(stack, 'redis')).toEqual({
    code: 1,
    stdout: '',
    stderr: `The gateway does not run this Redis: it only uses the one at 127.0.0.1:${server.port}. Restart it there.\n`,
  });

  await move(ports[1]);
  expect(await restart(stack, 'backend')).toEqual({
    code: 1,
    stdout: '',
    stderr: 'BACKEND_PORT has changed. Run neuratrade gateway restart, which restarts everything.\n',
  });
  const before = NAMES.map(stack.pid);
  const gateway = stack.pid('gateway');
  const { code, stdout, stderr } = await restart(stack);
  expect([code, stderr, stdout.trimEnd().split('\n').at(-1)]).toEqual([
    0,
    '',
    expect.stringMatching(/^NeuraTrade restarted in \d+\.\d s\.$/),
  ]);
  expect([child.pid, gateway, child.exitCode]).toEqual([gateway, stack.pid('gateway'), null]);
  expect(before.map(identityOf)).toEqual(NAMES.map(() => undefined));
  expect((await request(`http://127.0.0.1:${ports[1]}/health`)).status).toBe(200);
  expect(await exchangesOf(stack)).toEqual(['simulator']);
  expect((await stack.status()).code).toBe(0);

  child.kill('SIGTERM');
  const end = await done;
  expect([end.code, end.stderr, end.stdout.match(/All services healthy/g)]).toEqual([
    0,
    '',
    ['All services healthy', 'All services healthy'],
  ]);
});

test('where nothing runs, restart starts everything, and of one service says that it cannot', async () => {
  const stack = await makeStack(cleanup, { TELEGRAM_ENABLED: 'false' });
  expect(await restart(stack, 'telegram')).toEqual({
    code: 1,
    stdout: '',
    stderr:
      'NeuraTrade is not running, so there is no telegram to restart. Start it with neuratrade gateway start.\n',
  });
  expect(await restart(stack, 'telegrm')).toEqual({
    code: 1,
    stdout: '',
    stderr:
      'There is no service telegrm. Did you mean telegram? The services are database, redis, simulator, ccxt, backend, telegram.\n',
  });
  expect(await restart(stack, 'gateway')).toEqual({
    code: 1,
    stdout: '',
    stderr: 'For everything at once: neuratrade gateway restart.\n',
  });

  const start = stack.spawnCli(['gateway', 'restart']);
  const done = ended(start);
  await eventually(() => expect(readState(stack.paths.state)?.phase).toBe('starting'), { timeoutMs: 20_000 });
  expect(await restart(stack, 'ccxt')).toEqual({
    code: 1,
    stdout: expect.any(String),
    stderr: expect.stringMatching(/^NeuraTrade is being started/),
  });
  expect(await done).toMatchObject({ code: 0, stderr: '' });

  const stop = stack.run(['gateway', 'stop']);
  await eventually(() => expect(readState(stack.paths.state)?.phase).toBe('stopping'), { timeoutMs: 20_000 });
  expect(await restart(stack, 'ccxt')).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/stopped|not running/),
  });
  expect(await stop).toMatchObject({ code: 0 });
});

test('a restart of everything that fails ends as a start that fails does, and the next one works', async () => {
  const home = cleanup.use(await makeHome());
  const root = makeRoot(home.path, []);
  const stack = await makeStack(cleanup, { TELEGRAM_ENABLED: 'false', EXCHANGES: 'simulator' }, root);
  expect(await restart(stack)).toMatchObject({ code: 0 });
  const gateway = stack.pid('gateway');
  const ccxt = join(root, 'apps', 'ccxt-service');
  const whole = readlinkSync(ccxt);
  rmSync(ccxt);
  mkdirSync(join(ccxt, 'dist'), { recursive: true });
  const failing = "if (process.argv[2] !== '--check') { console.error('no such disk'); process.exit(1); }";
  writeFileSync(join(ccxt, 'dist', 'main.js'), failing);
  const { code, stderr } = await restart(stack);
  expect([code, stderr.split('\n')]).toEqual([
    1,
    [
      'CCXT Service ended while starting (exit code 1): no such disk',
      'Everything has been stopped. Start it with neuratrade gateway start.',
      '',
    ],
  ]);
  await eventually(() => expect(identityOf(gateway)).toBeUndefined());
  expect(readFileSync(stack.paths.logFile('gateway'), 'utf8')).toContain(
    '] Start failed: CCXT Service ended',
  );
  expect((await stack.status()).code).toBe(2);
  rmSync(ccxt, { recursive: true });
  symlinkSync(whole, ccxt);
  expect(await restart(stack)).toMatchObject({ code: 0, stderr: '' });
});

test('a stop in the middle of the restart of one service says what became of it', async () => {
  const stack = await makeStack(cleanup, { TELEGRAM_ENABLED: 'false' });
  expect(await restart(stack)).toMatchObject({ code: 0 });
  const restarted = restart(stack, 'backend');
  await eventually(() => expect(readState(stack.paths.state)?.services.backend?.state).toBe('restarting'), {
    timeoutMs: 30_000,
    everyMs: 5,
  });
  process.kill(stack.pid('gateway'), 'SIGTERM');
  expect(await restarted).toEqual({
    code: 1,
    stdout: expect.any(String),
    stderr:
      'NeuraTrade was stopped in the middle of it.\nEverything has been stopped. Start it with neuratrade gateway start.\n',
  });
});

test.each(['stopping', 'starting'] as const)(
  'a stop while a restart is %s ends both, and leaves nothing running',
  async (phase) => {
    const stack = await makeStack(cleanup, { TELEGRAM_ENABLED: 'false' });
    expect(await restart(stack)).toMatchObject({ code: 0 });
    const pids = [...NAMES, 'gateway'].map(stack.pid);
    const restarted = restart(stack);
    await eventually(() => expect(readState(stack.paths.state)?.phase).toBe(phase), {
      timeoutMs: 30_000,
      everyMs: 5,
    });
    expect(await stack.run(['gateway', 'stop'])).toMatchObject({ code: 0, stderr: '' });
    expect(await restarted).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^(NeuraTrade was stopped|Stopped before everything)/),
    });
    const after = Object.values(readState(stack.paths.state)?.services ?? {});
    expect([pids.map(identityOf), after.map(({ process }) => process)]).toEqual([
      pids.map(() => undefined),
      after.map(() => null),
    ]);
  },
);
