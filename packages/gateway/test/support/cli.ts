import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isPortFree } from '@neuratrade/local-servers';
import { type Cleanup, makeHome } from '@neuratrade/test-kit';
import { homePaths } from '../../src/paths.js';
import type { StatusReport } from '../../src/status/report.js';

const ROOT = resolve(import.meta.dirname, '..', '..', '..', '..');

export type Ran = { code: number | null; stdout: string; stderr: string };

const PORTS = [
  'BACKEND_PORT',
  'CCXT_PORT',
  'TELEGRAM_PORT',
  'SIMULATOR_PORT',
  'EMBEDDED_DB_PORT',
  'EMBEDDED_REDIS_PORT',
];

/** A port for each service, below the range from which the system takes ports for outgoing connections. */
async function freePorts(): Promise<Record<string, string>> {
  const ports = new Set<number>();
  while (ports.size < PORTS.length) {
    const port = randomInt(12_000, 32_000);
    if (await isPortFree(port)) ports.add(port);
  }
  return Object.fromEntries([...ports].map((port, index) => [PORTS[index] ?? '', String(port)]));
}

/** A home of its own with free ports, and the `neuratrade` command over it. It is stopped when the test is over. */
export async function makeStack(cleanup: Cleanup, settings: NodeJS.ProcessEnv = {}, root = ROOT) {
  const home = cleanup.use(await makeHome());
  const paths = homePaths(home.path);
  const env: NodeJS.ProcessEnv = {
    PATH: process.env.PATH,
    HOME: home.path,
    NEURATRADE_HOME: home.path,
    ...(await freePorts()),
    ...settings,
  };
  const spawnCli = (args: readonly string[], extra: NodeJS.ProcessEnv = {}) =>
    spawn(process.execPath, [join(root, 'bin', 'neuratrade'), ...args], {
      env: { ...env, ...extra },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
  const spawnOnTerminal = (args: readonly string[], columns = 80) =>
    spawnInPty(
      `stty cols ${columns}; ${shellWords([process.execPath, join(root, 'bin', 'neuratrade'), ...args])}`,
      env,
    );
  const run = (args: readonly string[], extra: NodeJS.ProcessEnv = {}, input = '') =>
    ended(spawnCli(args, extra), input);
  cleanup.add(() => run(['gateway', 'stop']));
  return {
    env,
    paths,
    run,
    spawnCli,
    spawnOnTerminal,
    url: (variable: string) => `http://127.0.0.1:${env[variable]}`,
    pid: (name: string) => Number(readFileSync(paths.pidFile(name), 'utf8')),
    gatewayLog: () => readFileSync(paths.logFile('gateway'), 'utf8'),
    status: async () => {
      const { code, stdout } = await run(['gateway', 'status', '--json']);
      const report = JSON.parse(stdout) as StatusReport;
      const states = Object.fromEntries(report.services.map(({ name, state }) => [name, state]));
      return { code, report, states };
    },
  };
}

export type TestStack = Awaited<ReturnType<typeof makeStack>>;

/** Runs a shell command on a terminal of its own, which shows what is typed unless the command turns that off. */
function spawnInPty(command: string, env: NodeJS.ProcessEnv) {
  const args =
    process.platform === 'darwin'
      ? ['-q', '/dev/null', 'sh', '-c', command]
      : ['--quiet', '--return', '--echo', 'always', '--command', command, '/dev/null'];
  return spawn('script', args, { env: { ...env, SHELL: '/bin/sh', TERM: 'xterm' }, stdio: 'pipe' });
}

/** The words as one shell command. */
export function shellWords(words: readonly string[]): string {
  return words.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
}

/** Resolves when the process has ended. */
export function ended(child: ChildProcess, input = ''): Promise<Ran> {
  const output = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk) => {
    output.stdout += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    output.stderr += chunk;
  });
  child.stdin?.end(input);
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, ...output })));
}

/** A copy of the checkout as far as the command needs it, in which the parts named are not built. */
export function makeRoot(directory: string, unbuilt: readonly string[]): string {
  const root = join(directory, 'checkout');
  const gateway = join('packages', 'gateway');
  for (const part of ['apps', gateway, 'bin']) mkdirSync(join(root, part), { recursive: true });
  const parts = [
    'apps/backend-api',
    'apps/ccxt-service',
    'apps/telegram-service',
    'packages/exchange-simulator',
  ];
  for (const part of parts) {
    if (!unbuilt.includes(part)) symlinkSync(join(ROOT, part), join(root, part));
  }
  for (const file of ['dist', 'package.json']) {
    if (!unbuilt.includes(gateway))
      cpSync(join(ROOT, gateway, file), join(root, gateway, file), { recursive: true });
  }
  symlinkSync(join(ROOT, gateway, 'node_modules'), join(root, gateway, 'node_modules'));
  cpSync(join(ROOT, 'bin'), join(root, 'bin'), { recursive: true });
  return root;
}
