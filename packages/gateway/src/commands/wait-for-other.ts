import { setTimeout as sleep } from 'node:timers/promises';
import type { HomePaths } from '../paths.js';
import { lockOwner } from '../process/lock.js';
import type { Progress } from '../render/progress.js';
import { readState } from '../supervisor/state.js';
import { CommandError } from './command-error.js';

const EVERY_MS = 100;

/**
 * What `start` does when another supervisor has this home: it waits until that one is `up`, or has `ended` and left
 * the home free. `deadline` is a time of `performance.now()`.
 *
 * @throws {CommandError} when neither has come by then
 */
export async function waitForOther(
  paths: HomePaths,
  { progress, deadline }: { progress: Progress; deadline: number },
): Promise<{ kind: 'up'; pid: number } | { kind: 'ended' }> {
  for (let waited = false; ; waited = true) {
    const owner = lockOwner(paths.lock);
    if (owner === undefined) return { kind: 'ended' };
    const state = readState(paths.state);
    if (state?.gateway.pid === owner.pid && state.phase === 'up') return { kind: 'up', pid: owner.pid };
    if (performance.now() > deadline) {
      throw new CommandError(
        `Another start or stop of NeuraTrade does not come to its end (PID ${owner.pid}). See ${paths.logFile('gateway')}, or end it with neuratrade gateway stop.`,
      );
    }
    if (!waited) {
      progress.note(`NeuraTrade is already being started or stopped (PID ${owner.pid}); waiting for that.`);
    }
    await sleep(EVERY_MS);
  }
}
