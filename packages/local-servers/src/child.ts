import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile } from 'node:fs/promises';
import { until } from './wait.js';

/** The user a server runs as; undefined means ours. */
export type Account = { uid: number; gid: number };

export type ServerCommand = {
  command: string;
  args: readonly string[];
  logFile: string;
  account?: Account | undefined;
};

/** Settings of ours, secrets among them, are none of a server's business. */
export const bareEnvironment = (): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH,
  LC_ALL: 'C',
  TZ: 'UTC',
});

/** Starts a server in a session of its own that writes to its log file and holds nothing of ours open. */
export async function spawnServer({ command, args, logFile, account }: ServerCommand): Promise<ChildProcess> {
  const log = await open(logFile, 'a', 0o600);
  try {
    const child = spawn(command, args, {
      cwd: '/',
      detached: true,
      env: bareEnvironment(),
      stdio: ['ignore', log.fd, log.fd],
      ...account,
    });
    await once(child, 'spawn');
    child.unref();
    return child;
  } finally {
    await log.close();
  }
}

/** Whether the child has ended and been waited for. */
export function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/** Sends each signal in turn and gives the child that long to end. Does nothing when it has ended. */
export async function endChild(
  child: ChildProcess,
  steps: readonly { signal: NodeJS.Signals; waitMs: number }[],
): Promise<void> {
  for (const { signal, waitMs } of steps) {
    if (hasEnded(child)) return;
    child.kill(signal);
    if (await until(() => hasEnded(child), { deadlineMs: waitMs, everyMs: 5 })) return;
  }
}

/** How the child ended, with the last telling line of its log. */
export async function describeEnd(child: ChildProcess, logFile: string, logStart: number): Promise<string> {
  const how = child.signalCode ? `was killed by ${child.signalCode}` : `ended with code ${child.exitCode}`;
  const written = (await readFile(logFile).catch(() => Buffer.alloc(0))).subarray(logStart).toString();
  const lines = written.split('\n').filter((line) => line.trim() !== '' && !line.endsWith(' is starting up'));
  const telling = lines
    .filter((line) => /FATAL|PANIC|ERROR|error|Can't|Could not|could not/.test(line))
    .at(-1);
  const last = telling ?? lines.at(-1);
  return last === undefined ? `${how} (log: ${logFile})` : `${how}: ${last.trim()} (log: ${logFile})`;
}
