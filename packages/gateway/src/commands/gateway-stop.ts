import { rmSync } from 'node:fs';
import { loadPaths } from '../config/load.js';
import type { HomePaths } from '../paths.js';
import { endProcess } from '../process/end.js';
import { lockOwner } from '../process/lock.js';
import { endOrphans } from '../supervisor/orphans.js';
import { readState } from '../supervisor/state.js';

const DEADLINE_MS = 120_000;

/** Stops the stack of this home in order, and whatever a killed supervisor left of it. Resolves to what to print. */
export async function stopGateway(env: NodeJS.ProcessEnv): Promise<string> {
  const paths = loadPaths(env);
  const owner = lockOwner(paths.lock);
  if (owner === undefined) return stopWithoutSupervisor(paths);
  const names = Object.keys(readState(paths.state)?.services ?? {}).reverse();
  const begin = performance.now();
  const how = await endProcess(owner, { deadlineMs: DEADLINE_MS });
  const leftovers = await endOrphans(paths);
  const seconds = ((performance.now() - begin) / 1_000).toFixed(1);
  return [
    `NeuraTrade stopped (${[...names, 'gateway'].join(', ')}) in ${seconds} s.`,
    ...(how === 'killed' ? [`The gateway (PID ${owner.pid}) did not end by itself and was killed.`] : []),
    ...leftovers.map((text) => `Ended afterwards: ${text}`),
  ].join('\n');
}

async function stopWithoutSupervisor(paths: HomePaths): Promise<string> {
  const leftovers = await endOrphans(paths);
  rmSync(paths.pidFile('gateway'), { force: true });
  if (leftovers.length === 0) return 'NeuraTrade is not running.';
  return ['The gateway had been killed; ended what it had left running:', ...leftovers].join('\n  ');
}
