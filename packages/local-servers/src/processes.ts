import { execFile } from 'node:child_process';
import { readdir, readFile, readlink, realpath } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** PIDs of the processes of that program name whose working directory is `directory`. Zombies do not count. */
export async function processesIn(directory: string, programs: readonly string[]): Promise<number[]> {
  const real = await realpath(directory).catch(() => directory);
  return process.platform === 'linux' ? scanProc(real, programs) : askLsof(real, programs);
}

/** PID of the parent, undefined when the process has gone. */
export async function parentOf(pid: number): Promise<number | undefined> {
  if (process.platform !== 'linux') {
    const { stdout } = await run('ps', ['-o', 'ppid=', '-p', String(pid)]).catch(() => ({ stdout: '' }));
    return Number.parseInt(stdout, 10) || undefined;
  }
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const parent = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1];
  return parent === undefined ? undefined : Number(parent);
}

/** Sends the signal; a process that has gone is no error. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

async function scanProc(directory: string, programs: readonly string[]): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const matches = await Promise.all(
    pids.map(async (pid) => {
      const cwd = await readlink(`/proc/${pid}/cwd`).catch(() => undefined);
      if (cwd !== directory && cwd !== `${directory} (deleted)`) return false;
      const program = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '');
      return programs.includes(program.trim());
    }),
  );
  return pids.filter((_, index) => matches[index]).map(Number);
}

async function askLsof(directory: string, programs: readonly string[]): Promise<number[]> {
  const commands = programs.flatMap((program) => ['-c', program]);
  const { stdout } = await run('lsof', ['-a', '-d', 'cwd', '-F', 'pn', ...commands]).catch(
    (error: { stdout?: string }) => ({ stdout: error.stdout ?? '' }),
  );
  const found: number[] = [];
  let pid = 0;
  for (const line of stdout.split('\n')) {
    if (line.startsWith('p')) pid = Number(line.slice(1));
    if (line === `n${directory}`) found.push(pid);
  }
  return found;
}
