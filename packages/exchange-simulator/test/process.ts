import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const ENTRY = join(import.meta.dirname, '..', 'dist', 'main.js');

/** A simulator in a process of its own. */
export interface Running {
  readonly url: string;
  /** Ends it in order, if it still runs. */
  stop(): Promise<void>;
}

/** Spawns the built simulator on a free port. */
export function spawnSimulator(env: Record<string, string>, args: readonly string[] = []): ChildProcess {
  return spawn(process.execPath, [ENTRY, ...args], {
    env: { PATH: process.env.PATH, SIMULATOR_PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** The port that a simulator says it listens on. */
export async function portOf(child: ChildProcess): Promise<number> {
  let output = '';
  for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
    output += chunk;
    const started = output
      .split('\n')
      .find((line) => line.includes('"Server started"') && line.endsWith('}'));
    if (started) return JSON.parse(started).port as number;
  }
  throw new Error(`the simulator ended without starting: ${output}`);
}

/** Starts a simulator and waits until it listens. */
export async function startProcess(
  env: Record<string, string>,
  args: readonly string[] = [],
): Promise<Running> {
  const child = spawnSimulator(env, args);
  const exit = once(child, 'exit');
  const port = await portOf(child);
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      child.kill('SIGTERM');
      await exit;
    },
  };
}
