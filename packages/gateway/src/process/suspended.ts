import { execFileSync } from 'node:child_process';
import { procStat } from './identity.js';

/** Whether the process is suspended (SIGSTOP, Ctrl-Z, a debugger), so that it heeds no signal but SIGKILL and SIGCONT. */
export function isSuspended(pid: number): boolean {
  const state = process.platform === 'linux' ? procStat(pid)?.[0] : psState(pid);
  return state?.toUpperCase().startsWith('T') ?? false;
}

function psState(pid: number): string | undefined {
  try {
    return execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return undefined;
  }
}
