import { readdir, readFile, readlink } from 'node:fs/promises';
import { expect } from '@jest/globals';
import { findSecrets, readLog } from '@neuratrade/test-kit';
import type { PartName } from './expected.js';
import { detailsOf, type Plane } from './observe.js';
import type { Rig } from './rig.js';

/** When a process was started, in ticks since the machine's boot: what a restart under the same PID would change. */
async function startOf(pid: number): Promise<string | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
}

/** The processes of ours and since when each runs; without `killed`, the part that a fault ends on purpose. */
export async function vitalsOf(rig: Rig, plane: Plane, killed?: PartName): Promise<Record<string, unknown>> {
  const processes = { backend: plane.backend, ccxt: plane.ccxt, telegram: rig.telegram };
  const vitals = Object.entries(processes)
    .filter(([name]) => name !== killed)
    .map(async ([name, { service }]) => [name, { pid: service.pid, start: await startOf(service.pid) }]);
  return Object.fromEntries(await Promise.all(vitals));
}

export async function uptimeOf({ backend }: Plane): Promise<number> {
  return (await detailsOf(backend)).uptime_seconds;
}

/** How many sockets a process has open. */
export async function socketsOf(pid: number): Promise<number> {
  const folder = `/proc/${pid}/fd`;
  const targets = (await readdir(folder)).map((fd) => readlink(`${folder}/${fd}`).catch(() => ''));
  return (await Promise.all(targets)).filter((target) => target.startsWith('socket:')).length;
}

/** What an outage is told as. */
const TOLD =
  /^(?:Database connection lost|Redis connection lost|Service unhealthy|Failed to fetch tickers?)$/;

/** Nothing unexpected was logged or written, and no secret shows anywhere. */
export async function expectCleanOutput(rig: Rig, planes: readonly Plane[], bodies: string): Promise<void> {
  const processes = [...planes.flatMap(({ backend, ccxt }) => [backend, ccxt]), rig.telegram, rig.simulator];
  const texts: Record<string, string> = { bodies };
  for (const { log, stderr } of processes) {
    const errors = (await readLog(log))
      .filter(({ level }) => String(level).toUpperCase() === 'ERROR')
      .filter(({ msg }) => !TOLD.test(String(msg)));
    expect({ log, errors, stderr: stderr() }).toEqual({ log, errors: [], stderr: '' });
    texts[log] = await readFile(log, 'utf8');
  }
  expect(findSecrets(texts, rig.secrets)).toEqual([]);
}
