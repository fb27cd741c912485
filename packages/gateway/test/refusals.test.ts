import { chmodSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { createCleanup, makeHome } from '@neuratrade/test-kit';
import { identityOf } from '../src/process/identity.js';
import { readState } from '../src/supervisor/state.js';
import { makeRoot, makeStack, type TestStack } from './support/cli.js';

const cleanup = createCleanup();
afterEach(cleanup.run, 30_000);

async function listenOn(port: string | undefined, host: string): Promise<Server> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(Number(port), host, resolve));
  cleanup.add(() => server.close());
  return server;
}

function runningProcesses({ paths }: TestStack): string[] {
  const services = Object.entries(readState(paths.state)?.services ?? {});
  return services
    .filter(([, { process }]) => process !== null && identityOf(process.pid))
    .map(([name]) => name);
}

test.each(['127.0.0.1', '0.0.0.0'])(
  'a port that another process holds on %s is named with its holder',
  async (host) => {
    const stack = await makeStack(cleanup);
    const port = stack.env.BACKEND_PORT;
    await listenOn(port, host);
    const start = await stack.run(['gateway', 'start']);
    expect([start.code, start.stderr]).toEqual([
      1,
      expect.stringMatching(
        new RegExp(
          `^Port ${port} is in use \\(by PID ${process.pid} .+\\)\\. Set BACKEND_PORT to another, or stop that process\\.\n$`,
        ),
      ),
    ]);
    expect(runningProcesses(stack)).toEqual([]);
    expect(stack.gatewayLog()).toContain(`Port ${port} is in use`);
    expect(existsSync(stack.paths.pidFile('gateway'))).toBe(false);
  },
);

test('every port that is in use is named at once', async () => {
  const stack = await makeStack(cleanup);
  const variables = ['CCXT_PORT', 'SIMULATOR_PORT', 'EMBEDDED_DB_PORT', 'EMBEDDED_REDIS_PORT'];
  for (const variable of variables) await listenOn(stack.env[variable], '127.0.0.1');
  const { code, stderr } = await stack.run(['gateway', 'start']);
  expect([
    code,
    stderr
      .trim()
      .split('\n')
      .map((line) => /Set (\w+)/.exec(line)?.[1])
      .sort(),
  ]).toEqual([1, variables.sort()]);
});

test('two settings that claim one port are named', async () => {
  const stack = await makeStack(cleanup, { BACKEND_PORT: '18080', CCXT_PORT: '18080' });
  expect(await stack.run(['gateway', 'start'])).toEqual({
    code: 1,
    stdout: '',
    stderr: 'BACKEND_PORT and CCXT_PORT are both 18080: give each a port of its own\n',
  });
});

test('a service that has not been built is named with the command that builds it', async () => {
  const root = makeRoot(cleanup.use(await makeHome()).path, ['apps/telegram-service']);
  const stack = await makeStack(cleanup, {}, root);
  expect(await stack.run(['gateway', 'start'])).toEqual({
    code: 1,
    stdout: '',
    stderr: `apps/telegram-service is not built (${root}/apps/telegram-service/dist/main.js is missing). Run make build in ${root}.\n`,
  });
});

test('bad settings of the gateway are all told at once', async () => {
  const stack = await makeStack(cleanup, {
    BACKEND_PORT: 'eighty',
    LOG_LEVEL: 'loud',
    DATABASE_URL: 'mysql://u:geheim123@db/x',
  });
  expect(await stack.run(['gateway', 'start'])).toEqual({
    code: 1,
    stdout: '',
    stderr: [
      'LOG_LEVEL=loud: must be one of debug, info, warn, error',
      'BACKEND_PORT=eighty: must be a port from 1 to 65535',
      'DATABASE_URL: must be a URL that starts with postgres:// or postgresql://',
      '',
    ].join('\n'),
  });
});

test('a bad setting of a service is told in its words, and nothing is left running', async () => {
  const stack = await makeStack(cleanup, { HEALTH_INTERVAL_MS: 'often' });
  const start = await stack.run(['gateway', 'start']);
  expect([start.code, start.stderr]).toEqual([
    1,
    expect.stringMatching(
      /^Backend API ended while starting \(exit code 1\): HEALTH_INTERVAL_MS=often: .*\n$/,
    ),
  ]);
  expect(runningProcesses(stack)).toEqual([]);
  expect((await stack.run(['gateway', 'status'])).code).toBe(2);
}, 30_000);

test('a config.json that everyone can read is refused with the command that mends it', async () => {
  const stack = await makeStack(cleanup);
  writeFileSync(stack.paths.config, '{"admin_api_key":"geheim-geheim-geheim"}');
  chmodSync(stack.paths.config, 0o644);
  expect(await stack.run(['gateway', 'start'])).toEqual({
    code: 1,
    stdout: '',
    stderr: `${stack.paths.config} holds keys and every user of this machine can read it. Run chmod 600 ${stack.paths.config}\n`,
  });
});

test('an address that this machine does not have is named', async () => {
  const stack = await makeStack(cleanup, { BIND_HOST: '192.0.2.7' });
  expect(await stack.run(['gateway', 'start'])).toEqual({
    code: 1,
    stdout: '',
    stderr: 'BIND_HOST=192.0.2.7 is no address of this machine (EADDRNOTAVAIL). Set it to another.\n',
  });
});

test('a home that cannot be one is named', async () => {
  const stack = await makeStack(cleanup);
  const file = `${stack.paths.home}/file`;
  writeFileSync(file, '');
  expect(await stack.run(['gateway', 'start'], { NEURATRADE_HOME: file })).toEqual({
    code: 1,
    stdout: '',
    stderr: `${file} is no folder. Move it away, or set NEURATRADE_HOME to another folder.\n`,
  });
});

test('a home where no folder can be made is named at once', async () => {
  const stack = await makeStack(cleanup);
  const home = process.platform === 'linux' ? '/proc/neuratrade' : '/dev/fd/neuratrade';
  for (const args of [
    ['gateway', 'start'],
    ['gateway', 'start', '--foreground'],
    ['config', 'set', 'log_level', 'debug'],
  ]) {
    expect(await stack.run(args, { NEURATRADE_HOME: home })).toEqual({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(
        new RegExp(
          `^${home} cannot be used \\(E[A-Z]+\\)\\. Check NEURATRADE_HOME and who may write there\\.\n$`,
        ),
      ),
    });
  }
});

test.each(['logs', 'run', 'data'] as const)('a folder %s that cannot be written is named', async (name) => {
  const stack = await makeStack(cleanup);
  makeUnwritable(stack.paths[name]);
  const refusal = {
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(
      new RegExp(
        `^${stack.paths[name]} cannot be written \\(E[A-Z]+\\)\\. Give this user the right to write there, or set NEURATRADE_HOME to another folder\\.\n$`,
      ),
    ),
  };
  expect(await stack.run(['gateway', 'start'])).toEqual(refusal);
  expect(await stack.run(['gateway', 'start', '--foreground'])).toEqual(refusal);
});

/** Root may write everywhere but into the kernel's own folders. */
function makeUnwritable(folder: string): void {
  if (process.getuid?.() === 0) symlinkSync('/sys/kernel', folder);
  else mkdirSync(folder, { mode: 0o555 });
}
