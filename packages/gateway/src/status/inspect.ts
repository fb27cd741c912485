import type { HomePaths } from '../paths.js';
import { identityOf, isAlive, type ProcessIdentity } from '../process/identity.js';
import { lockOwner } from '../process/lock.js';
import { usageOf } from '../process/usage.js';
import { readState, type ServiceState, type StackState } from '../supervisor/state.js';
import { type CompositeHealth, readComposite } from './composite.js';
import { type Judgement, judge, judgeExternal } from './judge.js';
import { type ProbeResult, probe } from './probe.js';
import { remedyFor, restartRemedyFor } from './remedy.js';
import type { StatusReport, StatusRow } from './report.js';

const WITH_HEALTH = ['backend', 'ccxt', 'telegram', 'simulator'];
const ORDER = ['gateway', 'database', 'redis', 'simulator', 'ccxt', 'backend', 'telegram'];

/** Looks at everything of one home at this moment: processes and their /health, side by side, within about a second. */
export async function inspect(paths: HomePaths): Promise<StatusReport> {
  const supervisor = lockOwner(paths.lock);
  const state = readState(paths.state);
  if (supervisor === undefined && !(state && hasOrphans(state))) {
    return { status: 'down', home: paths.home, services: [] };
  }
  if (state === undefined || (supervisor !== undefined && state.gateway.pid !== supervisor.pid)) {
    return { status: 'down', home: paths.home, services: [gatewayRow(supervisor, 'starting')] };
  }
  const answers = await askAll(state);
  const composite = readComposite(answers.get('backend') ?? NO_ANSWER);
  const services = [
    gatewayRow(supervisor, state.phase),
    ...Object.entries(state.services).map(([name, recorded]) =>
      serviceRow(name, recorded, answers, composite),
    ),
    ...Object.entries(state.external).map(([name, host]) => externalRow(name, host, composite)),
  ].sort((a, b) => ORDER.indexOf(a.name) - ORDER.indexOf(b.name));
  return { status: overall(services, composite), home: paths.home, services };
}

const NO_ANSWER: ProbeResult = { ok: false, status: null, body: undefined, reason: 'not running' };

function hasOrphans(state: StackState): boolean {
  return Object.values(state.services).some(({ process }) => process !== null && isAlive(process));
}

async function askAll(state: StackState): Promise<Map<string, ProbeResult>> {
  const asked = Object.entries(state.services).filter(
    ([name, { process, port }]) =>
      WITH_HEALTH.includes(name) && process !== null && port !== null && isAlive(process),
  );
  const answers = asked.map(async ([name, { port }]) => {
    return [name, await probe(`http://${state.host}:${port}/health`)] as const;
  });
  return new Map(await Promise.all(answers));
}

function gatewayRow(supervisor: ProcessIdentity | undefined, phase: StackState['phase']): StatusRow {
  if (supervisor === undefined) {
    const killed = row('gateway', { state: 'down', reason: 'killed: nothing restarts what crashes' }, null);
    return { ...killed, remedy: 'Run neuratrade gateway start.' };
  }
  const judgements: Readonly<Record<StackState['phase'], Judgement>> = {
    starting: { state: 'starting', reason: null },
    up: { state: 'healthy', reason: null },
    stopping: { state: 'degraded', reason: 'stopping' },
    stopped: { state: 'degraded', reason: 'stopping' },
  };
  return { ...row('gateway', judgements[phase], supervisor.pid), remedy: null };
}

function serviceRow(
  name: string,
  recorded: ServiceState,
  answers: ReadonlyMap<string, ProbeResult>,
  composite: CompositeHealth,
): StatusRow {
  const alive = recorded.process !== null && isAlive(recorded.process);
  const own = WITH_HEALTH.includes(name) ? (answers.get(name) ?? NO_ANSWER) : undefined;
  const judgement = judge({ name, recorded, alive, own, composite });
  const pid = alive ? (recorded.process?.pid ?? null) : null;
  return { ...row(name, judgement, pid, recorded.supplied), port: recorded.port };
}

function externalRow(name: string, host: string, composite: CompositeHealth): StatusRow {
  return row(name, judgeExternal(name, composite), null, host);
}

function row(
  name: string,
  { state, reason }: Judgement,
  pid: number | null,
  source: string | null = null,
): StatusRow {
  const usage = pid === null || identityOf(pid) === undefined ? undefined : usageOf(pid);
  return {
    name,
    state,
    pid,
    uptime_seconds: usage?.uptime_seconds ?? null,
    memory_bytes: usage?.memory_bytes ?? null,
    port: null,
    source,
    reason,
    remedy: remedyOf(name, { state, reason }, source),
  };
}

function remedyOf(name: string, { state, reason }: Judgement, source: string | null): string | null {
  if (reason === null || state === 'starting') return null;
  if (state === 'restarting') return restartRemedyFor(name, reason);
  return remedyFor(name, reason, /^(embedded|private)$/.test(source ?? ''));
}

function overall(services: readonly StatusRow[], composite: CompositeHealth): StatusReport['status'] {
  if (!composite.answered || composite.critical || composite.status === 'unhealthy') return 'down';
  return services.every(({ state }) => state === 'healthy' || state === 'disabled') ? 'healthy' : 'degraded';
}
