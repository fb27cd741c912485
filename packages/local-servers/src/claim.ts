import { parentOf, processesIn, signal } from './processes.js';
import { until } from './wait.js';

/** Remembered in the home, so that a server in use is told from one left over. */
export type LastStart = { server: number; starter: number };

export type Claim = {
  directory: string;
  programs: readonly string[];
  /** The signal that ends the server in order. */
  gentle: NodeJS.Signals;
  /** The last start: PIDs of the server and of the process that started it. */
  last: LastStart | undefined;
  log: (text: string) => void;
};

/**
 * Makes the data directory ours: ends what a killed starter or a killed server left running on it.
 * Resolves to their PIDs. Throws when the process that started the server is alive, because then the server is in use.
 */
export async function claimDirectory({ directory, programs, gentle, last, log }: Claim): Promise<number[]> {
  const left = await processesIn(directory, programs);
  if (left.length === 0) return [];
  const leaders = await findLeaders(left);
  if (last && leaders.includes(last.server) && (await parentOf(last.server)) === last.starter) {
    const who = `PID ${last.server}, started by PID ${last.starter}`;
    throw new Error(`${programs[0]} already runs on ${directory} (${who}). Stop it first.`);
  }
  log(`Ending ${programs[0]} left over from an earlier run (PID ${left.join(', ')})`);
  for (const leader of leaders) signal(leader, gentle);
  for (const pid of left) signal(pid, 'SIGCONT');
  await endAll(directory, programs, 5000);
  return left;
}

/** Waits until no such process works in the directory; after the deadline kills those that do. */
export async function endAll(directory: string, programs: readonly string[], deadlineMs: number) {
  const gone = async () => (await processesIn(directory, programs)).length === 0;
  if (await until(gone, { deadlineMs })) return;
  for (const pid of await processesIn(directory, programs)) signal(pid, 'SIGKILL');
  if (await until(gone, { deadlineMs: 5000 })) return;
  throw new Error(`Processes in ${directory} do not end, even when killed. Restart the machine.`);
}

async function findLeaders(pids: readonly number[]): Promise<number[]> {
  const parents = await Promise.all(pids.map(parentOf));
  return pids.filter((_, index) => !pids.includes(parents[index] ?? 0));
}
