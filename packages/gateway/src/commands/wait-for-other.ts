import { setTimeout as sleep } from 'node:timers/promises';
import type { HomePaths } from '../paths.js';
import { lockOwner } from '../process/lock.js';
import type { Progress } from '../render/progress.js';
import { readState } from '../supervisor/state.js';
import { CommandError } from './command-error.js';

const EVERY_MS = 100;

/**
 * What `start` does when another supervisor has this home: it waits until that one's start is over, and says so.
 *
 * @throws {CommandError} when that start fails
 */
export async function waitForOther(paths: HomePaths, pid: number, progress: Progress): Promise<string> {
  let waited = false;
  for (;;) {
    const owner = lockOwner(paths.lock);
    const state = readState(paths.state);
    if (owner === undefined) {
      throw new CommandError(
        `The gateway that was being started or stopped (PID ${pid}) has ended. Run neuratrade gateway start again, or see ${paths.logFile('gateway')}.`,
      );
    }
    if (state?.gateway.pid === owner.pid && state.phase === 'up') break;
    if (!waited)
      progress.note(`NeuraTrade is already being started or stopped (PID ${pid}); waiting for that.`);
    waited = true;
    await sleep(EVERY_MS);
  }
  return `NeuraTrade is already running (PID ${pid}). For changed settings: neuratrade gateway stop, then neuratrade gateway start.`;
}
