import { loadPaths } from '../config/load.js';
import type { HomePaths } from '../paths.js';
import type { ProcessIdentity } from '../process/identity.js';
import { lockOwner } from '../process/lock.js';
import { isSuspended } from '../process/suspended.js';
import { renderStatus } from '../render/status-table.js';
import { catalog } from '../services/catalog.js';
import { inspect } from '../status/inspect.js';
import { type ControlOutcome, sendRequest } from '../supervisor/control/client.js';
import { controlSocket } from '../supervisor/control/socket.js';
import { unknownService } from '../supervisor/restart-problems.js';
import { readState } from '../supervisor/state.js';
import { CommandError } from './command-error.js';
import { startDetached } from './gateway-start.js';
import { createRestartProgress } from './restart-progress.js';

/**
 * Has the supervisor of this home restart one service, or everything, with the settings as they are by now. Where
 * nothing runs, everything is started. Resolves to what to print.
 *
 * @throws {CommandError} when that is refused, or what was restarted does not come back
 */
export async function restartGateway(service: string | undefined, env: NodeJS.ProcessEnv): Promise<string> {
  const unknown = service === undefined ? undefined : unknownService(service, catalog);
  if (unknown !== undefined) throw new CommandError(unknown);
  const paths = loadPaths(env);
  const owner = lockOwner(paths.lock);
  if (owner === undefined && service === undefined) return startDetached({ env, demo: false });
  if (owner === undefined) {
    throw new CommandError(
      `NeuraTrade is not running, so there is no ${service} to restart. Start it with neuratrade gateway start.`,
    );
  }
  if (isSuspended(owner.pid)) throw new CommandError(`The gateway (PID ${owner.pid}) is suspended. ${ANEW}`);
  const before = pidOf(paths, service);
  const outcome = await ask(paths, service);
  if (outcome.kind !== 'restarted') throw new CommandError(explain(outcome, { paths, owner, service }));
  const seconds = (outcome.ms / 1_000).toFixed(1);
  if (service === undefined) {
    return ['', renderStatus(await inspect(paths)), '', `NeuraTrade restarted in ${seconds} s.`].join('\n');
  }
  return `${service} restarted in ${seconds} s (PID ${pidOf(paths, service)}, before ${before}).`;
}

const ANEW = 'Run neuratrade gateway stop, then neuratrade gateway start.';

async function ask(paths: HomePaths, service: string | undefined): Promise<ControlOutcome> {
  const progress = createRestartProgress(process.stdout, service);
  process.once('SIGINT', leave);
  try {
    const outcome = await sendRequest(controlSocket(paths), { restart: service ?? null }, (reply) => {
      if (reply.kind === 'note') progress.note(reply.text);
      if (reply.kind === 'state') progress.update(reply.state);
    });
    progress.finish(outcome.kind === 'restarted');
    return outcome;
  } finally {
    process.off('SIGINT', leave);
  }
}

function leave(): void {
  process.stderr.write('\nThe restart goes on without you: see neuratrade gateway status.\n');
  process.exit(130);
}

function pidOf(paths: HomePaths, service: string | undefined): string {
  return String(readState(paths.state)?.services[service ?? '']?.process?.pid ?? 'none');
}

function explain(
  outcome: Exclude<ControlOutcome, { kind: 'restarted' }>,
  { paths, owner, service }: { paths: HomePaths; owner: ProcessIdentity; service: string | undefined },
): string {
  if ('problems' in outcome) {
    const more = outcome.kind === 'failed' ? [aftermath(paths, service)] : [];
    return [...outcome.problems, ...more].join('\n');
  }
  if (outcome.kind === 'lost') {
    return `The gateway (PID ${owner.pid}) ended in the middle of the restart. ${ANEW}`;
  }
  if (outcome.code === 'EACCES') {
    return `The gateway (PID ${owner.pid}) belongs to another user. Run this as that user.`;
  }
  const phase = readState(paths.state)?.phase;
  if (phase === 'starting' || phase === 'stopping' || phase === 'stopped') {
    return `NeuraTrade is being started or stopped (PID ${owner.pid}). Wait for that, then try again.`;
  }
  return `The gateway (PID ${owner.pid}) takes no requests (${outcome.code}). ${ANEW}`;
}

/** What the user can count on after a restart that failed. */
function aftermath(paths: HomePaths, service: string | undefined): string {
  const phase = readState(paths.state)?.phase;
  const stopped = phase === 'stopping' || phase === 'stopped' || lockOwner(paths.lock) === undefined;
  if (stopped || service === undefined) {
    return 'Everything has been stopped. Start it with neuratrade gateway start.';
  }
  const log = ['database', 'redis'].includes(service) ? 'gateway' : service;
  return `It is tried again and again meanwhile. See neuratrade gateway logs ${log}.`;
}
