import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { ConfigError } from '@neuratrade/service-kit';

/**
 * A process as it can be recognised later: PIDs are reused, the pair of PID and start time is not.
 * `start_time` is opaque; it is comparable only with another one read on the same machine.
 */
export type ProcessIdentity = { pid: number; start_time: string };

/** The identity of a living process; undefined when there is none with that PID, or only its zombie. */
export function identityOf(pid: number): ProcessIdentity | undefined {
  if (!Number.isSafeInteger(pid) || pid <= 0) return undefined;
  const startTime = process.platform === 'linux' ? linuxStartTime(pid) : psStartTime(pid);
  return startTime === undefined ? undefined : { pid, start_time: startTime };
}

/** Whether exactly this process still lives. A process that took over its PID is another one. */
export function isAlive(identity: ProcessIdentity): boolean {
  return identityOf(identity.pid)?.start_time === identity.start_time;
}

/**
 * Signals this process and no other. False when it has ended, or its PID now belongs to something else.
 *
 * @throws {ConfigError} when it belongs to another user
 */
export function signalProcess(identity: ProcessIdentity, signal: NodeJS.Signals): boolean {
  if (!isAlive(identity)) return false;
  try {
    return process.kill(identity.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
    throw new ConfigError([
      `The process with PID ${identity.pid} belongs to another user. Run this as that user.`,
    ]);
  }
}

/** The fields of /proc/PID/stat from the state on (field 3): the name before them may hold spaces and brackets. */
export function procStat(pid: number): string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}

function linuxStartTime(pid: number): string | undefined {
  const [state, ...rest] = procStat(pid) ?? [];
  const ticks = rest[18];
  if (ticks === undefined || state === 'Z' || state === 'X') return undefined;
  return `${bootId()}:${ticks}`;
}

let knownBootId: string | undefined;

function bootId(): string {
  knownBootId ??= readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  return knownBootId;
}

function psStartTime(pid: number): string | undefined {
  try {
    const text = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' },
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
    const [state = '', ...start] = text.split(/\s+/);
    return start.length === 0 || state.startsWith('Z') ? undefined : start.join(' ');
  } catch {
    return undefined;
  }
}
