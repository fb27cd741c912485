import { loadPaths } from '../config/load.js';
import type { HomePaths } from '../paths.js';
import { prepareHome } from '../prepare-home.js';
import { createProgress, type Progress } from '../render/progress.js';
import { renderStatus } from '../render/status-table.js';
import { inspect } from '../status/inspect.js';
import { endOrphansUnlessOwned } from '../supervisor/orphans.js';
import { CommandError } from './command-error.js';
import { type Outcome, type StartOptions, spawnSupervisor } from './spawn-supervisor.js';
import { waitForOther } from './wait-for-other.js';

const CANCEL = ['SIGINT', 'SIGTERM'] as const;
const WAIT_FOR_OTHER_MS = 120_000;

/**
 * Starts the supervisor as a process of its own and follows it until everything answers. Resolves to what to print.
 * Ctrl-C meanwhile stops what has been started. Waits for another start or stop that is under way.
 *
 * @throws {CommandError} when the start failed; nothing is left running then
 */
export async function startDetached(options: StartOptions): Promise<string> {
  const paths = loadPaths(options.env);
  prepareHome(paths);
  const deadline = performance.now() + WAIT_FOR_OTHER_MS;
  for (;;) {
    const progress = createProgress(process.stdout);
    const outcome = await startOnce(paths, options, progress);
    progress.finish(outcome.kind === 'up');
    if (outcome.kind === 'up') return ['', renderStatus(await inspect(paths))].join('\n');
    if (outcome.kind === 'failed') throw new CommandError(outcome.problems.join('\n'));
    if (outcome.kind === 'crashed') {
      const ended = await endOrphansUnlessOwned(paths);
      const lines = ended.map((text) => `Ended what it had left running: ${text}`);
      throw new CommandError([...outcome.problems, ...lines].join('\n'));
    }
    const other = await waitForOther(paths, { progress, deadline });
    if (other.kind === 'up') {
      return `NeuraTrade is already running (PID ${other.pid}). Settings that were changed with neuratrade config set count from neuratrade gateway restart on, the environment's after neuratrade gateway stop.`;
    }
  }
}

async function startOnce(paths: HomePaths, options: StartOptions, progress: Progress): Promise<Outcome> {
  const supervisor = spawnSupervisor(paths, options);
  for (const signal of CANCEL) process.once(signal, supervisor.cancel);
  try {
    return await supervisor.follow(progress);
  } finally {
    for (const signal of CANCEL) process.off(signal, supervisor.cancel);
  }
}
