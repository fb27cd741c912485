import { ConfigError, commonSettings, readEnv } from '@neuratrade/service-kit';
import { loadPaths, loadSettings } from '../config/load.js';
import type { HomePaths } from '../paths.js';
import { endProcess } from '../process/end.js';
import { isAlive, type ProcessIdentity, signalProcess } from '../process/identity.js';
import { lockOwner } from '../process/lock.js';
import { isSuspended } from '../process/suspended.js';
import { catalog } from '../services/catalog.js';
import { endOrphansUnlessOwned } from '../supervisor/orphans.js';
import { readState } from '../supervisor/state.js';
import { type Remaining, watchStop } from './stop-watch.js';

type Say = (text: string) => void;

/** Room beyond the shutdown deadline, in milliseconds: for each service until it is killed, and for the gateway itself. */
const SERVICE_MARGIN_MS = 2_000;
const GATEWAY_MARGIN_MS = 5_000;

/**
 * Stops the stack of this home in order, and whatever a killed supervisor left of it. `say` is told what takes long.
 * Resolves to what to print.
 */
export async function stopGateway(env: NodeJS.ProcessEnv, say: Say): Promise<string> {
  const paths = loadPaths(env);
  const owner = lockOwner(paths.lock);
  if (owner === undefined) return stopWithoutSupervisor(paths, say);
  const names = Object.keys(readState(paths.state)?.services ?? {}).reverse();
  const begin = performance.now();
  const limitMs = shutdownDeadline(env);
  const watch = watchStop({ remaining: () => remaining(paths, owner), limitMs, say });
  const how = await endSupervisor(owner, paths, { limitMs, say });
  const late = watch.close();
  const leftovers = await endLeftovers(paths, say);
  const seconds = ((performance.now() - begin) / 1_000).toFixed(1);
  return [
    `NeuraTrade stopped (${[...names, 'gateway'].join(', ')}) in ${seconds} s.`,
    ...late.map((name) => `${name} took longer than SHUTDOWN_DEADLINE_MS=${limitMs} and was ended by force.`),
    ...(how === 'killed' ? [`The gateway (PID ${owner.pid}) did not end by itself and was killed.`] : []),
    ...leftovers.map((text) => `Ended afterwards: ${text}`),
  ].join('\n');
}

async function stopWithoutSupervisor(paths: HomePaths, say: Say): Promise<string> {
  const leftovers = await endLeftovers(paths, say);
  if (leftovers.length === 0) return 'NeuraTrade is not running.';
  return ['The gateway had been killed; ended what it had left running:', ...leftovers].join('\n  ');
}

async function endSupervisor(
  owner: ProcessIdentity,
  paths: HomePaths,
  { limitMs, say }: { limitMs: number; say: Say },
): Promise<'gone' | 'ended' | 'killed'> {
  if (!isSuspended(owner.pid)) {
    const deadlineMs = catalog.length * (limitMs + SERVICE_MARGIN_MS) + GATEWAY_MARGIN_MS;
    return endProcess(owner, { deadlineMs });
  }
  say(`The gateway (PID ${owner.pid}) is suspended and stops nothing: it is killed, and its services ended.`);
  await endProcess(owner, { signal: 'SIGKILL', deadlineMs: GATEWAY_MARGIN_MS });
  for (const { identity } of servicesOf(paths)) signalProcess(identity, 'SIGCONT');
  return 'killed';
}

async function endLeftovers(paths: HomePaths, say: Say): Promise<string[]> {
  const watch = watchStop({ remaining: () => remaining(paths), limitMs: Number.POSITIVE_INFINITY, say });
  try {
    return await endOrphansUnlessOwned(paths);
  } finally {
    watch.close();
  }
}

/** What still runs, in the order of a stop. */
function remaining(paths: HomePaths, owner?: ProcessIdentity): Remaining[] {
  const gateway = owner === undefined ? [] : [{ title: 'the gateway', identity: owner }];
  return [...servicesOf(paths), ...gateway]
    .filter(({ identity }) => isAlive(identity))
    .map(({ title, identity }) => ({ title, pid: identity.pid }));
}

function servicesOf(paths: HomePaths): { title: string; identity: ProcessIdentity }[] {
  const services = readState(paths.state)?.services ?? {};
  return [...catalog].reverse().flatMap(({ name, title }) => {
    const identity = services[name]?.process;
    return identity ? [{ title, identity }] : [];
  });
}

/** In milliseconds; the default when the settings cannot be read, which must not keep anything from being stopped. */
function shutdownDeadline(env: NodeJS.ProcessEnv): number {
  try {
    return loadSettings(env).settings.SHUTDOWN_DEADLINE_MS;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const { SHUTDOWN_DEADLINE_MS } = commonSettings;
    return readEnv({ SHUTDOWN_DEADLINE_MS }, {}).SHUTDOWN_DEADLINE_MS;
  }
}
