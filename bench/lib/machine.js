import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, release, totalmem } from 'node:os';
import { dependency } from './paths.js';

const GB = 1_073_741_824;
/** What kept the machine busy before anything was measured. */
const LOAD_BEFORE = loadavg()[0] ?? 0;
const PEERS = ['express', '@nestjs/core', '@nestjs/terminus', 'grammy', 'autocannon'];

/** What the figures depend on, as rows of a table. */
export function describeMachine() {
  return [
    ['Processor', `${cpus()[0]?.model.trim() ?? 'unknown'}, ${availableParallelism()} cores`],
    ['Memory', `${(totalmem() / GB).toFixed(0)} GB`],
    ['System', `${systemName()}, Linux ${release().split('-')[0]}`],
    ['Node.js', process.versions.node],
  ];
}

/** The day, and the machine in a few words. */
export function describeMoment() {
  const [[, processor]] = describeMachine();
  return `${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC, ${processor}, Node.js ${process.versions.node}, load average before: ${LOAD_BEFORE.toFixed(1)}`;
}

/** Why the figures will be worth little; undefined on a machine that has nothing else to do. */
export function busyWarning() {
  if (LOAD_BEFORE < availableParallelism() / 4) return undefined;
  return `The machine is busy (load average ${LOAD_BEFORE.toFixed(1)}): the figures will say less about the program than about that.`;
}

/** The versions of what it is compared with, and of the load generator. */
export const describePeers = () =>
  PEERS.map((name) => `${name} ${JSON.parse(readFileSync(dependency(name), 'utf8')).version}`).join(', ');

function systemName() {
  const text = readFileSync('/etc/os-release', 'utf8');
  return /^PRETTY_NAME="?([^"\n]+)/m.exec(text)?.[1] ?? 'unknown system';
}
