import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadPaths } from '../config/load.js';
import { lastLines } from '../logs/last-lines.js';
import type { HomePaths } from '../paths.js';
import { createProgress, type Progress } from '../render/progress.js';
import { renderStatus } from '../render/status-table.js';
import { inspect } from '../status/inspect.js';
import type { GatewayEvent } from '../supervisor/events.js';
import { CommandError } from './command-error.js';
import { waitForOther } from './wait-for-other.js';

const SUPERVISOR = fileURLToPath(new URL('../supervisor/main.js', import.meta.url));

const CANCEL = ['SIGINT', 'SIGTERM'] as const;

type Outcome =
  | { kind: 'up' }
  | { kind: 'running'; pid: number }
  | { kind: 'failed'; problems: readonly string[] };

/**
 * Starts the supervisor as a process of its own and follows it until everything answers. Resolves to what to print.
 * Ctrl-C meanwhile stops what has been started.
 *
 * @throws {CommandError} when the start failed; nothing is left running then
 */
export async function startDetached(options: { env: NodeJS.ProcessEnv; demo: boolean }): Promise<string> {
  const paths = loadPaths(options.env);
  mkdirSync(paths.run, { recursive: true });
  const progress = createProgress(process.stdout);
  const supervisor = spawnSupervisor(paths, options);
  const cancel = () => supervisor.kill('SIGTERM');
  for (const signal of CANCEL) process.once(signal, cancel);
  const outcome = await follow(supervisor, progress, paths);
  for (const signal of CANCEL) process.off(signal, cancel);
  progress.finish(outcome.kind === 'up');
  if (outcome.kind === 'failed') throw new CommandError(outcome.problems.join('\n'));
  if (outcome.kind === 'running') return waitForOther(paths, outcome.pid, progress);
  supervisor.unref();
  return ['', renderStatus(await inspect(paths))].join('\n');
}

function spawnSupervisor(paths: HomePaths, { env, demo }: { env: NodeJS.ProcessEnv; demo: boolean }) {
  const output = openSync(paths.stderrFile('gateway'), 'a', 0o600);
  try {
    return spawn(process.execPath, [SUPERVISOR, ...(demo ? ['--demo'] : [])], {
      cwd: paths.home,
      detached: true,
      env: { ...env, NEURATRADE_HOME: paths.home },
      stdio: ['ignore', output, output, 'ipc'],
    });
  } finally {
    closeSync(output);
  }
}

async function follow(supervisor: ChildProcess, progress: Progress, paths: HomePaths): Promise<Outcome> {
  let failure: Outcome | undefined;
  return new Promise((resolve) => {
    supervisor.on('message', (message) => {
      const event = message as GatewayEvent;
      if (event.kind === 'note') progress.note(event.text);
      else if (event.kind === 'state') progress.update(event.state);
      else if (event.kind === 'failed') failure = event;
      else resolve(event);
    });
    supervisor.once('error', (error) => resolve({ kind: 'failed', problems: [error.message] }));
    supervisor.once('exit', (code, signal) => {
      const file = paths.stderrFile('gateway');
      const words = lastLines(file, 1).map(String);
      const crash = [
        `The gateway ended while starting (${signal ?? `exit code ${code}`}). See ${file}.`,
        ...words,
      ];
      resolve(failure ?? { kind: 'failed', problems: crash });
    });
  });
}
