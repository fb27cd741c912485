import { existsSync, rmSync } from 'node:fs';
import type { HomePaths } from '../paths.js';
import { endProcess } from '../process/end.js';
import { isAlive } from '../process/identity.js';
import { acquireLock } from '../process/lock.js';
import { catalog } from '../services/catalog.js';
import type { ManagedService } from '../services/managed-service.js';
import { readState } from './state.js';

const DEADLINE_MS = 12_000;

/**
 * Ends what a killed supervisor left running, in the order of a stop. Only processes that are provably the ones it
 * started are touched, whatever the PID files say; those files are removed. Returns what was ended, one phrase each.
 */
export async function endOrphans(
  paths: HomePaths,
  services: readonly ManagedService[] = catalog,
): Promise<string[]> {
  const state = readState(paths.state);
  const ended: string[] = [];
  for (const { name, title, gentleSignal, endLeftovers } of [...services].reverse()) {
    const identity = state?.services[name]?.process;
    if (identity && isAlive(identity)) {
      const how = await endProcess(identity, { signal: gentleSignal ?? 'SIGTERM', deadlineMs: DEADLINE_MS });
      if (how !== 'gone') ended.push(`${title} (PID ${identity.pid}${how === 'killed' ? ', killed' : ''})`);
    }
    const leftovers = (await endLeftovers?.(paths)) ?? [];
    if (leftovers.length > 0) ended.push(`${title} (PID ${leftovers.join(', ')})`);
    rmSync(paths.pidFile(name), { force: true });
  }
  return ended;
}

/**
 * As {@link endOrphans}, for whoever is no supervisor: does nothing when one has this home, which does it itself,
 * nor where nothing was ever started.
 */
export async function endOrphansUnlessOwned(paths: HomePaths): Promise<string[]> {
  if (!existsSync(paths.run)) return [];
  const lock = acquireLock(paths.lock);
  if (!lock.held) return [];
  try {
    rmSync(paths.pidFile('gateway'), { force: true });
    return await endOrphans(paths);
  } finally {
    lock.release();
  }
}
