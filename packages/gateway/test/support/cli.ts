import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { freePort } from '@neuratrade/local-servers';
import { type Cleanup, makeHome } from '@neuratrade/test-kit';
import { homePaths } from '../../src/paths.js';
import type { StatusReport } from '../../src/status/report.js';

const ROOT = resolve(import.meta.dirname, '..', '..', '..', '..');

export type Ran = { code: number | null; stdout: string; stderr: string };

/** A home of its own with free ports, and the `neuratrade` command over it. It is stopped when the test is over. */
export async function makeStack(cleanup: Cleanup, settings: NodeJS.ProcessEnv = {}, root = ROOT) {
  const home = cleanup.use(await makeHome());
  const paths = homePaths(home.path);
  const env: NodeJS.ProcessEnv = {
    PATH: process.env.PATH,
    HOME: home.path,
    NEURATRADE_HOME: home.path,
    BACKEND_PORT: String(await freePort()),
    CCXT_PORT: String(await freePort()),
    TELEGRAM_PORT: String(await freePort()),
    SIMULATOR_PORT: String(await freePort()),
    EMBEDDED_DB_PORT: String(await freePort()),
    EMBEDDED_REDIS_PORT: String(await freePort()),
    ...settings,
  };
  const spawnCli = (args: readonly string[], extra: NodeJS.ProcessEnv = {}) =>
    spawn(process.execPath, [join(root, 'bin', 'neuratrade'), ...args], {
      env: { ...env, ...extra },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
  const run = (args: readonly string[], extra: NodeJS.ProcessEnv = {}, input = '') =>
    ended(spawnCli(args, extra), input);
  cleanup.add(() => run(['gateway', 'stop']));
  return {
    env,
    paths,
    run,
    spawnCli,
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
