import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { eventually } from '../eventually.js';

type Row = { pid: number; parent: number; stopped: boolean };

/** Freezes a process and all its descendants by SIGSTOP; resolves when all of them stand still. */
export async function stopTree(pid: number): Promise<void> {
  send(pid, 'SIGSTOP');
  await eventually(async () => {
    const running = (await processTree(pid)).filter(({ stopped }) => !stopped);
    for (const row of running) send(row.pid, 'SIGSTOP');
    if (running.length > 0) throw new Error(`PIDs ${running.map((row) => row.pid).join(', ')} do not stop`);
  });
}

/** Lets a process and all its descendants run on. */
export async function contTree(pid: number): Promise<void> {
  for (const row of await processTree(pid)) send(row.pid, 'SIGCONT');
}

/** Kills a process and all its descendants by SIGKILL. */
export async function killTree(pid: number): Promise<void> {
  await stopTree(pid);
  for (const row of await processTree(pid)) send(row.pid, 'SIGKILL');
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** The process and its descendants; empty when it has ended. Zombies do not count. */
export async function processTree(root: number): Promise<Row[]> {
  const rows = await (process.platform === 'linux' ? readProc() : askPs());
  const found = rows.filter(({ pid }) => pid === root);
  for (const { pid } of found) found.push(...rows.filter(({ parent }) => parent === pid));
  return found;
}

async function readProc(): Promise<Row[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const rows = await Promise.all(
    pids.map(async (pid) => {
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
      const [state, parent] = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? ['Z'];
      return state === 'Z' ? [] : [{ pid: Number(pid), parent: Number(parent), stopped: state === 'T' }];
    }),
  );
  return rows.flat();
}

async function askPs(): Promise<Row[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=,stat=']);
  const rows = stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/));
  return rows.flatMap(([pid, parent, state = 'Z']) =>
    state.startsWith('Z')
      ? []
      : [{ pid: Number(pid), parent: Number(parent), stopped: state.startsWith('T') }],
  );
}
