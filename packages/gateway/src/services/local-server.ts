import type { ChildProcess } from 'node:child_process';
import { isPortFree, type ServerHandle } from '@neuratrade/local-servers';
import { lastLines } from '../logs/last-lines.js';
import { describeHolder } from '../process/ports.js';
import type { Exit, Launched } from './managed-service.js';

const TELLING = /FATAL|PANIC|Fatal|Can't|failed/;

/** A supplied server as a managed process: it answers from the moment its handle exists. */
export function launchedServer(handle: ServerHandle, product: string, logFile: string): Launched {
  return {
    pid: handle.pid,
    port: handle.port,
    url: handle.url,
    product: `${product} ${handle.version}`,
    exit: exitOf(handle.child),
    waitsFor: 'a first connection',
    answers: async () => true,
    lastWords: () =>
      lastLines(logFile, 5)
        .map(String)
        .filter((line) => TELLING.test(line)),
    signal: (name) => handle.child.kill(name),
    stop: (deadlineMs) => handle.stop(deadlineMs),
  };
}

/**
 * The port of a server that ran before, at which the running services look for it; undefined for a first start.
 * Throws while another process holds that port.
 */
export async function knownPort(url: string | undefined): Promise<number | undefined> {
  if (url === undefined) return undefined;
  const port = Number(new URL(url).port);
  if (await isPortFree(port)) return port;
  throw new Error(
    `Port ${port} is in use${describeHolder(port)}. Stop that process: the services look for it there.`,
  );
}

/** Resolves when the child has ended, at once when it has already. */
export function exitOf(child: ChildProcess): Promise<Exit> {
  const { exitCode, signalCode } = child;
  if (exitCode !== null || signalCode !== null) {
    return Promise.resolve({ code: exitCode, signal: signalCode });
  }
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
    child.once('error', () => resolve({ code: null, signal: null }));
  });
}

/** The message of the error that `check` throws, as a list of problems. */
export function attempt(check: () => unknown): string[] {
  try {
    check();
    return [];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}
