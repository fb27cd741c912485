import { setImmediate as breathe } from 'node:timers/promises';
import { firstFreePort, isPortFree } from '@neuratrade/local-servers';
import { claimedPorts } from '../../config/settings.js';
import { bindError } from '../../process/bind.js';
import { isAlive } from '../../process/identity.js';
import { portOwner } from '../../process/ports.js';
import { catalog } from '../../services/catalog.js';
import { LOOPBACK, type PortClaim } from '../../services/managed-service.js';
import type { Check } from '../check.js';
import type { DoctorContext } from '../context.js';
import { failed, ok } from '../finding.js';
import { changeSetting } from '../remedy.js';

const ID = 'ports';

type Claim = PortClaim & { service: string };
type Port = Claim & {
  state: 'free' | 'ours' | 'taken' | 'forbidden' | 'no address';
  pid: number | null;
  command: string | null;
};

export const ports: Check = {
  id: ID,
  async run(context) {
    const found: Port[] = [];
    for (const claim of claims(context)) {
      await breathe();
      found.push(await look(claim, context));
    }
    const values = Object.fromEntries(
      found.map(({ service, port, state, pid, command }) => [service, { port, state, pid, command }]),
    );
    const bad = found.filter(({ state }) => state !== 'free' && state !== 'ours');
    if (bad.length === 0) {
      const text = found.map(({ service, port, state }) => `${service} ${port} (${state})`).join(', ');
      return [ok(ID, text, values)];
    }
    const remedies = await Promise.all(bad.map((port) => remedyFor(port, context)));
    return [failed(ID, bad.map(describe).join('; '), remedies.join(' '), values)];
  },
};

function claims({ stack, settings, state }: DoctorContext): Claim[] {
  return catalog
    .filter(({ supply }) => supply === undefined || supply.because(stack) !== undefined)
    .flatMap(({ name, ports }) => {
      const wanted = ports(settings).map((claim) => ({ ...claim, service: name }));
      const { port: running = null, process = null } = state?.services[name] ?? {};
      if (running === null) return wanted;
      if (wanted.length > 0) {
        const has = process !== null && isAlive(process);
        return has ? wanted.map((claim) => ({ ...claim, port: running })) : wanted;
      }
      const variable = { database: 'EMBEDDED_DB_PORT', redis: 'EMBEDDED_REDIS_PORT' }[name];
      return [{ port: running, host: LOOPBACK, variable: variable ?? 'SIMULATOR_PORT', service: name }];
    });
}

async function look(claim: Claim, { state }: DoctorContext): Promise<Port> {
  const recorded = state?.services[claim.service];
  const process = recorded?.port === claim.port ? recorded.process : null;
  const ours = process !== null && isAlive(process) ? process.pid : undefined;
  const owner = portOwner(claim.port);
  const { pid = null, command = null } = owner ?? {};
  const port = { ...claim, pid, command };
  if (owner !== undefined) return { ...port, state: owner.pid === ours ? 'ours' : 'taken' };
  const code = await bindError(claim.port, claim.host);
  if (code === 'EACCES') return { ...port, state: 'forbidden' };
  if (code === 'EADDRNOTAVAIL') return { ...port, state: 'no address' };
  if (code === undefined && (await isPortFree(claim.port))) return { ...port, state: 'free' };
  return { ...port, state: ours === undefined ? 'taken' : 'ours' };
}

function describe({ service, port, host, state, pid, command }: Port): string {
  if (state === 'forbidden') return `port ${port} of ${service} needs more rights than this user has`;
  if (state === 'no address') return `${host}, where ${service} is to listen, is no address of this machine`;
  const by = pid === null ? 'a process of another user' : `PID ${pid} ${command}`;
  return `port ${port} of ${service} is taken by ${by}`;
}

async function remedyFor({ port, variable, state, pid }: Port, { settings, given }: DoctorContext) {
  if (state === 'no address') return 'Set BIND_HOST to an address that this machine has, or unset it.';
  const free = await firstFreePort(neighbours(state, port), claimedPorts(settings));
  const move = changeSetting(variable, String(free), given);
  return pid === null
    ? `Take another port: ${move}.`
    : `Stop it (kill ${pid}), or take another port: ${move}.`;
}

/** Ports to offer in place of one that is taken; one that needs more rights has no neighbours that do not. */
function neighbours(state: Port['state'], port: number): number[] {
  const last = state === 'taken' ? Math.min(port + 20, 65_535) : port;
  return Array.from({ length: last - port }, (_, index) => port + 1 + index);
}
