import { treeBytes, usageOf } from './processes.js';

/** Our own processes. */
export const OURS = ['gateway', 'backend', 'ccxt', 'telegram', 'simulator'];

/** Memory of every process of a stack in bytes: resident, and for PostgreSQL that of its processes together. */
export function memoryOf(stack) {
  const single = [...OURS, 'redis'].map((name) => [name, usageOf(stack.pid(name)).residentBytes]);
  return Object.fromEntries([...single, ['database', treeBytes(stack.pid('database'))]]);
}
