import { isSuspended } from '../process/suspended.js';
import type { StatusRow } from '../status/report.js';
import type { GivenSetting } from './facts/settings.js';

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
