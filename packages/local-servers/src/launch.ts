import { mkdir, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Account, describeEnd, endChild, hasEnded, spawnServer } from './child.js';
import { endAll } from './claim.js';
import { freePort, isPortFree } from './ports.js';
import type { OnSpawn, ServerHandle } from './server-handle.js';
import { until } from './wait.js';

export type Launch = {
  title: string;
  command: string;
  args: readonly string[];
  account?: Account | undefined;
  logFile: string;
  port: number;
  url: string;
  directory: string;
  programs: readonly string[];
  gentle: NodeJS.Signals;
  onSpawn?: OnSpawn | undefined;
  /** The server's version once it serves; undefined until then. */
  version(pid: number): Promise<string | undefined>;
};

const LOG_LIMIT = 1_000_000;
const READY_DEADLINE_MS = 60_000;
const STOP_DEADLINE_MS = 10_000;

/** Starts a server and waits until it serves. A server that does not is ended, and the error says why. */
export async function launch(spec: Launch): Promise<ServerHandle> {
  const logStart = await prepareLog(spec.logFile);
  const child = await spawnServer(spec);
  const pid = child.pid ?? 0;
  spec.onSpawn?.({ pid, port: spec.port });
  const stop = async (deadlineMs = STOP_DEADLINE_MS) => {
    await endChild(child, [
      { signal: spec.gentle, waitMs: deadlineMs },
      { signal: 'SIGKILL', waitMs: 5000 },
    ]);
    await endAll(spec.directory, spec.programs, 1000);
  };
  let version: string | undefined;
  const ready = async () => {
    version = await spec.version(pid);
    return version !== undefined || hasEnded(child);
  };
  await until(ready, { deadlineMs: READY_DEADLINE_MS });
  if (version === undefined) {
    const why = hasEnded(child)
      ? await describeEnd(child, spec.logFile, logStart)
      : `did not serve within ${READY_DEADLINE_MS / 1000} s (log: ${spec.logFile})`;
    await stop();
    throw new Error(`${spec.title} ${why}`);
  }
  return { pid, port: spec.port, url: spec.url, version, child, stop };
}

/** Runs `start` on the port; when that was taken in between and is not `fixed`, on another one that is none of `except`. */
export async function onPort<T>(
  port: number,
  { fixed, except }: { fixed: boolean; except: readonly number[] | undefined },
  start: (port: number) => Promise<T>,
): Promise<T> {
  for (let attempt = 1, candidate = port; ; attempt++) {
    try {
      return await start(candidate);
    } catch (error) {
      if (fixed || attempt === 3 || (await isPortFree(candidate))) throw error;
      candidate = await freePort(except);
    }
  }
}

/** Sets an overgrown log aside; the length of what is in it already. */
async function prepareLog(logFile: string): Promise<number> {
  await mkdir(dirname(logFile), { recursive: true, mode: 0o700 });
  const size = await stat(logFile).then(
    (file) => file.size,
    () => 0,
  );
  if (size <= LOG_LIMIT) return size;
  await rename(logFile, `${logFile}.1`);
  return 0;
}
