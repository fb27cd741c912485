import { isSuspended } from '../process/suspended.js';
import type { StatusRow } from '../status/report.js';
import type { DoctorContext } from './context.js';
import type { GivenSetting } from './facts/settings.js';
import { type Finding, warning } from './finding.js';

export const NEEDS_GATEWAY = 'needs the gateway, which does not run';

/** What helps a process of ours that does not answer: a suspended one is woken, of any other the log tells why. */
export function processRemedy(row: StatusRow | undefined, log: string): string {
  if (row?.pid != null && isSuspended(row.pid)) {
    return `Its process is suspended. Wake it: kill -CONT ${row.pid}`;
  }
  return row?.remedy ?? `See why: neuratrade gateway logs ${log}`;
}

/** The command that changes a setting from the next start on, wherever it is given now. */
export function changeSetting(variable: string, value: string, given: readonly GivenSetting[]): string {
  const inEnvironment = given.some((entry) => entry.variable === variable && entry.source === 'environment');
  return inEnvironment
    ? `${variable}=${value} neuratrade gateway start`
    : `neuratrade config set ${variable.toLowerCase()} ${value}`;
}

/** How to correct the URL of a server elsewhere, wherever it is given now: a restart keeps the gateway's own environment. */
export function correctUrl(variable: 'DATABASE_URL' | 'REDIS_URL', given: readonly GivenSetting[]): string {
  const inFile = given.some((entry) => entry.variable === variable && entry.source === 'config.json');
  return inFile
    ? `neuratrade config set ${variable.toLowerCase()} -, then neuratrade gateway restart.`
    : `set ${variable}, then neuratrade gateway stop and neuratrade gateway start.`;
}

/** What helps where the running services refuse a key that is set here. */
export function keyRemedy(
  variable: 'ADMIN_API_KEY' | 'SERVICE_API_KEY',
  given: readonly GivenSetting[],
): string {
  return inForceRemedy(variable, given) ?? 'Keys count from a restart on: neuratrade gateway restart.';
}

function inForceRemedy(variable: string, given: readonly GivenSetting[]): string | undefined {
  const inEnvironment = given.some((entry) => entry.variable === variable && entry.source === 'environment');
  return inEnvironment
    ? `unset ${variable} here; or run the services with this one: neuratrade gateway stop, then neuratrade gateway start.`
    : undefined;
}

/** That the running gateway uses another server than the URL that is set here names; nothing where it uses that one. */
export function notInForce(
  id: 'database' | 'redis',
  place: string,
  { state, given }: Pick<DoctorContext, 'state' | 'given'>,
): Finding[] {
  const used = state?.services[id] === undefined ? state?.external[id] : 'one of its own';
  if (used === undefined || used === place) return [];
  const variable = `${id.toUpperCase()}_URL`;
  const text = `the gateway runs on ${used}, not on that of the ${variable} that is set here`;
  return [
    warning(
      `${id}.url`,
      text,
      inForceRemedy(variable, given) ?? 'It counts from a restart on: neuratrade gateway restart.',
      {
        used,
      },
    ),
  ];
}

/** Why nothing is told of what only the holder of a key may see. */
export function noKey(variable: 'ADMIN_API_KEY' | 'SERVICE_API_KEY'): string {
  return `needs the ${variable}, which is neither set here nor in a config.json that this user can read`;
}
