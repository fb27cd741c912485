import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { procStat } from './identity.js';

/** Memory in resident bytes, and age in seconds by a clock that never jumps. */
export type ProcessUsage = { memory_bytes: number; uptime_seconds: number };

const CLOCK_TICKS_PER_SECOND = 100;

/** What a process uses now; undefined when it does not exist. */
export function usageOf(pid: number): ProcessUsage | undefined {
  return process.platform === 'linux' ? linuxUsage(pid) : psUsage(pid);
}

function linuxUsage(pid: number): ProcessUsage | undefined {
  const startTicks = Number(procStat(pid)?.[19]);
  if (!Number.isFinite(startTicks)) return undefined;
  try {
    const resident = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    const now = Number(readFileSync('/proc/uptime', 'utf8').split(' ')[0]);
    return {
      memory_bytes: Number(resident ?? 0) * 1024,
      uptime_seconds: Math.max(0, Math.floor(now - startTicks / CLOCK_TICKS_PER_SECOND)),
    };
  } catch {
    return undefined;
  }
}

function psUsage(pid: number): ProcessUsage | undefined {
  try {
    const [resident = '', elapsed = ''] = execFileSync('ps', ['-o', 'rss=,etime=', '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
      .trim()
      .split(/\s+/);
    return { memory_bytes: Number(resident) * 1024, uptime_seconds: parseElapsed(elapsed) };
  } catch {
    return undefined;
  }
}

/** Seconds of the elapsed time that `ps` prints: `[[days-]hours:]minutes:seconds`. */
export function parseElapsed(text: string): number {
  const [days, clock] = text.includes('-') ? text.split('-') : ['0', text];
  const seconds = (clock ?? '').split(':').reduce((total, part) => total * 60 + Number(part), 0);
  return Number(days) * 86_400 + seconds;
}
