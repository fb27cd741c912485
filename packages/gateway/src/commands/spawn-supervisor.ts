import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { HomePaths } from '../paths.js';
import type { Progress } from '../render/progress.js';
import type { GatewayEvent } from '../supervisor/events.js';
import { failureWords } from '../supervisor/words.js';

const SUPERVISOR = fileURLToPath(new URL('../supervisor/main.js', import.meta.url));

export type StartOptions = { env: NodeJS.ProcessEnv; demo: boolean };

/**
 * How a start went. `running`: another supervisor has this home. `failed`: it gave up and stopped everything.
 * `crashed`: it ended without a word, and may have left processes behind.
 */
export type Outcome =
  | { kind: 'up' }
  | { kind: 'running' }
  | { kind: 'failed' | 'crashed'; problems: readonly string[] };

/** Starts a supervisor in a session of its own. `follow` resolves when its start is over, one way or another. */
export function spawnSupervisor(
  paths: HomePaths,
  { env, demo }: StartOptions,
): { cancel(): void; follow(progress: Progress): Promise<Outcome> } {
  const file = paths.stderrFile('gateway');
  const output = openSync(file, 'a', 0o600);
  const before = fstatSync(output).size;
  let supervisor: ChildProcess;
  try {
    supervisor = spawn(process.execPath, [SUPERVISOR, ...(demo ? ['--demo'] : [])], {
      cwd: paths.home,
      detached: true,
      env: { ...env, NEURATRADE_HOME: paths.home },
      stdio: ['ignore', output, output, 'ipc'],
    });
  } finally {
    closeSync(output);
  }
  const crashed = (how: string): Outcome => {
    const lines = readFileSync(file).subarray(before).toString().split('\n');
    const words = failureWords(lines).slice(-1);
    return {
      kind: 'crashed',
      problems: [`The gateway ended while starting (${how}). See ${file}.`, ...words],
    };
  };
  return {
    cancel: () => supervisor.kill('SIGTERM'),
    follow: (progress) => follow(supervisor, progress, crashed),
  };
}

function follow(
  supervisor: ChildProcess,
  progress: Progress,
  crashed: (how: string) => Outcome,
): Promise<Outcome> {
  let failure: Outcome | undefined;
  return new Promise((resolve) => {
    supervisor.on('message', (message) => {
      const event = message as GatewayEvent;
      if (event.kind === 'note') progress.note(event.text);
      else if (event.kind === 'state') progress.update(event.state);
      else if (event.kind === 'failed') failure = event;
      else {
        supervisor.unref();
        resolve(event);
      }
    });
    supervisor.once('error', (error) => resolve({ kind: 'failed', problems: [error.message] }));
    supervisor.once('exit', (code, signal) => {
      resolve(failure ?? crashed(signal === null ? `exit code ${code}` : `killed by ${signal}`));
    });
  });
}
