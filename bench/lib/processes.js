import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

const TICKS_PER_SECOND = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
const KB = 1_024;

/**
 * Processor time since its start in seconds, and resident memory in bytes.
 *
 * @throws when there is no such process
 */
export function usageOf(pid) {
  const fields = statOf(pid);
  const resident = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return {
    cpuSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND,
    residentBytes: Number(resident) * KB,
  };
}

/**
 * Memory of a process and all its descendants in bytes, in which a page that several of them share counts once:
 * the sum of their proportional set sizes.
 */
export function treeBytes(root) {
  const parents = allParents();
  const tree = [root];
  for (const pid of tree)
    tree.push(...parents.filter(([, parent]) => parent === pid).map(([child]) => child));
  return tree.reduce((sum, pid) => sum + proportionalBytes(pid), 0);
}

function proportionalBytes(pid) {
  const rollup = readOrEmpty(`/proc/${pid}/smaps_rollup`);
  return Number(/^Pss:\s+(\d+) kB$/m.exec(rollup)?.[1] ?? 0) * KB;
}

function allParents() {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const stat = readOrEmpty(`/proc/${name}/stat`);
      return stat === '' ? [] : [[Number(name), Number(fieldsOf(stat)[1])]];
    });
}

const statOf = (pid) => fieldsOf(readFileSync(`/proc/${pid}/stat`, 'utf8'));

/** The fields after the program's name, which may hold spaces itself. */
const fieldsOf = (stat) => stat.slice(stat.lastIndexOf(')') + 2).split(' ');

function readOrEmpty(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
