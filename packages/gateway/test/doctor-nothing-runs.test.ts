import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { createCleanup, freePort, makeHome } from '@neuratrade/test-kit';
import { makeRoot, makeStack, type TestStack } from './support/cli.js';
import { examine, examineJson } from './support/doctor.js';

const cleanup = createCleanup();
afterEach(cleanup.run, 30_000);

const WITHOUT_BOT = { TELEGRAM_ENABLED: 'false' };

function writeConfig({ paths }: TestStack, content: string, mode = 0o600): void {
  writeFileSync(paths.config, content);
  chmodSync(paths.config, mode);
}

const STOPPED = [
  '✗ gateway              does not run for HOME',
  '                       → neuratrade gateway start',
];

test('where nothing runs that is told once, and what needs it is not judged', async () => {
  const stack = await makeStack(cleanup);
  const { code, stderr, lines } = await examine(stack);
  expect({ code, stderr, lines }).toEqual({
    code: 1,
    stderr: '',
    lines: [
      '✓ node                 Node.js V; 20.19 or later is supported',
      '✓ installation         built and complete in ROOT',
      '✓ home                 HOME',
      '✓ config file          HOME/config.json is not there yet; the defaults count',
      '✓ exchanges file       HOME/exchanges.json is not there; the simulator is used',
      '✓ settings             6 from the environment, 0 from config.json, all valid',
      '✓ ports                database EMBEDDED_DB_PORT (free), redis EMBEDDED_REDIS_PORT (free), simulator SIMULATOR_PORT (free), ccxt CCXT_PORT (free), backend BACKEND_PORT (free), telegram TELEGRAM_PORT (free)',
      '✓ disk home            SIZE of SIZE free at HOME',
      '✓ logs                 HOME/logs is not there yet',
      ...STOPPED,
      '- database             needs the gateway, which does not run',
      '- redis                needs the gateway, which does not run',
      '- exchanges            needs the gateway, which does not run',
      '- backend              needs the gateway, which does not run',
      '✗ telegram             TELEGRAM_BOT_TOKEN not set',
      '                       → neuratrade config set telegram_bot_token - stores one; without a bot: neuratrade config set telegram_enabled false',
      '',
      '2 failed, 4 skipped, 9 fine.',
      '',
    ],
  });
});

test('doctor changes nothing: a home that is not there is not made', async () => {
  const stack = await makeStack(cleanup, WITHOUT_BOT);
  const home = join(stack.paths.home, 'new');
  const { report } = await examineJson(stack, { NEURATRADE_HOME: home });
  expect(report.checks.filter(({ id }) => ['home', 'logs', 'telegram'].includes(id))).toEqual([
    {
      id: 'home',
      status: 'ok',
      text: `${home} is not there yet; the first neuratrade gateway start makes it`,
      remedy: null,
      values: { path: home },
    },
    {
      id: 'logs',
      status: 'ok',
      text: `${home}/logs is not there yet`,
      remedy: null,
      values: { path: `${home}/logs`, files: 0, bytes: 0 },
    },
    {
      id: 'telegram',
      status: 'ok',
      text: 'off on purpose (TELEGRAM_ENABLED=false)',
      remedy: null,
      values: { enabled: false },
    },
  ]);
  expect(execFileSync('ls', ['-A', stack.paths.home], { encoding: 'utf8' })).toBe('');
});

test('a port that a stranger holds is told with his PID and a free one', async () => {
  const stack = await makeStack(cleanup, { ...WITHOUT_BOT, BACKEND_PORT: '' });
  const port = await freePort();
  writeConfig(stack, JSON.stringify({ backend_port: port }));
  const squatter = createServer();
  await new Promise<void>((resolve) => squatter.listen(port, '127.0.0.1', resolve));
  cleanup.add(() => squatter.close());
  const { code, finding } = await examineJson(stack);
  expect({ code, finding: finding('ports') }).toEqual({
    code: 1,
    finding: {
      id: 'ports',
      status: 'failed',
      text: expect.stringMatching(`^port ${port} of backend is taken by PID ${process.pid} \\S+`),
      remedy: expect.stringMatching(
        `^Stop it \\(kill ${process.pid}\\), or take another port: neuratrade config set backend_port \\d+\\.$`,
      ),
      values: expect.objectContaining({
        backend: { port, state: 'taken', pid: process.pid, command: expect.any(String) },
      }),
    },
  });
});

test('a part that is not built is told with the command that builds it', async () => {
  const root = makeRoot(cleanup.use(await makeHome()).path, ['apps/ccxt-service']);
  writeFileSync(join(root, 'package.json'), readFileSync(new URL('../../../package.json', import.meta.url)));
  const stack = await makeStack(cleanup, WITHOUT_BOT, root);
  const { finding } = await examineJson(stack);
  const file = `${root}/apps/ccxt-service/dist/main.js`;
  expect(finding('installation')).toEqual({
    id: 'installation',
    status: 'failed',
    text: `apps/ccxt-service is not built (${file} is missing)`,
    remedy: `Run make build in ${root}.`,
    values: {
      root,
      problems: [`apps/ccxt-service is not built (${file} is missing). Run make build in ${root}.`],
    },
  });
});
