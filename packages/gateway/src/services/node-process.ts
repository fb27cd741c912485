import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { lastLines } from '../logs/last-lines.js';
import { probe } from '../status/probe.js';
import { failureWords } from '../supervisor/words.js';
import { exitOf } from './local-server.js';
import type { Launched, StackContext } from './managed-service.js';
import { type SecretName, withoutForeignSecrets } from './secrets.js';

const WORDS = 20;
const OBJECT_WITHIN_MS = 15_000;

/** One of our own programs. `env` comes on top of the stack's; of its secrets the program gets those named. */
export type NodeProgram = {
  name: string;
  /** Path below the root. */
  entry: string;
  port: number;
  secrets: readonly SecretName[];
  env: NodeJS.ProcessEnv;
};

/** One line when the program has not been built. */
export function buildProblems({ root }: StackContext, entry: string): string[] {
  const file = join(root, entry);
  if (existsSync(file)) return [];
  const part = dirname(dirname(entry));
  return [`${part} is not built (${file} is missing). Run make build in ${root}.`];
}

/**
 * Starts the program in a session of its own, so that a terminal's Ctrl-C reaches the supervisor alone.
 * Its stderr is kept in `run/<name>.stderr`; it holds nothing of the supervisor's open.
 */
export async function launchNode(context: StackContext, program: NodeProgram): Promise<Launched> {
  const { paths, root, host } = context;
  const stderrFile = paths.stderrFile(program.name);
  const stderr = openSync(stderrFile, 'w', 0o600);
  let child: ChildProcess;
  try {
    child = spawn(process.execPath, [join(root, program.entry)], {
      cwd: paths.home,
      detached: true,
      env: programEnvironment(context, program),
      stdio: ['ignore', 'ignore', stderr],
    });
  } finally {
    closeSync(stderr);
  }
  const exit = exitOf(child);
  await spawned(child);
  const url = `http://${host}:${program.port}`;
  return {
    pid: child.pid ?? 0,
    port: program.port,
    url,
    exit,
    waitsFor: `an answer from ${url}/live`,
    answers: async (signal) => (await probe(`${url}/live`, signal)).ok,
    lastWords: () => lastLines(stderrFile, WORDS).map((line) => line.toString()),
    signal: (name) => child.kill(name),
    stop: (deadlineMs) => stopChild(child, exit, deadlineMs),
  };
}

/** What the program says against the settings when it is asked with `--check`, one line per problem. */
export function askForObjections(context: StackContext, program: NodeProgram): Promise<string[]> {
  const { paths, root, redact } = context;
  const options = {
    ...{ cwd: paths.home, env: programEnvironment(context, program) },
    ...{ timeout: OBJECT_WITHIN_MS, killSignal: 'SIGKILL' as const },
  };
  return new Promise((resolve) => {
    execFile(process.execPath, [join(root, program.entry), '--check'], options, (error, _stdout, stderr) => {
      resolve(error?.code === 1 ? failureWords(stderr.split('\n')).map(redact) : []);
    });
  });
}

function programEnvironment({ env, paths, settings, host }: StackContext, program: NodeProgram) {
  const url = (port: number) => `http://${host}:${port}`;
  return {
    ...withoutForeignSecrets(env, program.secrets),
    NEURATRADE_HOME: paths.home,
    LOG_STDOUT: 'false',
    BACKEND_PORT: String(settings.BACKEND_PORT),
    CCXT_PORT: String(settings.CCXT_PORT),
    TELEGRAM_PORT: String(settings.TELEGRAM_PORT),
    BACKEND_URL: url(settings.BACKEND_PORT),
    CCXT_URL: url(settings.CCXT_PORT),
    TELEGRAM_URL: url(settings.TELEGRAM_PORT),
    ...program.env,
  };
}

function spawned(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
}

async function stopChild(child: ChildProcess, exit: Launched['exit'], deadlineMs: number): Promise<void> {
  child.kill('SIGTERM');
  const patience = new AbortController();
  const expired = sleep(deadlineMs, true, { signal: patience.signal }).catch(() => false);
  const late = await Promise.race([exit.then(() => false), expired]);
  patience.abort();
  if (late) child.kill('SIGKILL');
  await exit;
}
