import { rmSync } from 'node:fs';
import { writeFileAtomically } from '../../process/atomic-file.js';
import { identityOf } from '../../process/identity.js';
import type { ManagedService, StackContext } from '../../services/managed-service.js';
import type { ServiceState } from '../state.js';

/** What is known of one managed process: its state, and the PID file that goes with it. */
export type ChildRecord = {
  state(): ServiceState;
  change(changes: Partial<ServiceState>): void;
  /** Notes the process that exists by now. */
  born(process: { pid: number; port: number }): void;
  /** Notes that it exists no more, and what else changes with that; removes the PID file. */
  gone(changes?: Partial<ServiceState>): void;
};

/** The record of a service that has not been started. `onChange` is called after each change of its state. */
export function createChildRecord(
  { name, supply }: ManagedService,
  { paths }: StackContext,
  onChange: () => void,
): ChildRecord {
  let state: ServiceState = {
    state: 'waiting',
    process: null,
    port: null,
    since: new Date().toISOString(),
    supplied: supply?.word ?? null,
    waiting_for: null,
    restarts: 0,
    last_exit: null,
  };

  function change(changes: Partial<ServiceState>): void {
    const entered = changes.state !== undefined && changes.state !== state.state;
    state = { ...state, ...changes, ...(entered ? { since: new Date().toISOString() } : {}) };
    onChange();
  }

  return {
    state: () => state,
    change,
    born: ({ pid, port }) => {
      writeFileAtomically(paths.pidFile(name), `${pid}\n`);
      change({ process: identityOf(pid) ?? null, port });
    },
    gone: (changes = {}) => {
      rmSync(paths.pidFile(name), { force: true });
      change({ process: null, ...changes });
    },
  };
}
