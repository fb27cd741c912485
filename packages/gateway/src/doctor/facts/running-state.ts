import type { HomePaths } from '../../paths.js';
import { isAlive } from '../../process/identity.js';
import { lockOwner } from '../../process/lock.js';
import { readState, type StackState } from '../../supervisor/state.js';

/** The state on disk while its supervisor or any of its processes lives. Never throws. */
export function runningState({ state: path, lock }: HomePaths): StackState | undefined {
  try {
    const state = readState(path);
    if (state === undefined) return undefined;
    const alive = Object.values(state.services).some(({ process }) => process !== null && isAlive(process));
    return alive || lockOwner(lock) !== undefined ? state : undefined;
  } catch {
    return undefined;
  }
}
