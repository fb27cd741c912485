import { z } from 'zod';
import { writeFileAtomically } from '../process/atomic-file.js';
import { readIfThere } from '../process/read-file.js';

const identitySchema = z.object({ pid: z.int().positive(), start_time: z.string() });

const serviceStateSchema = z.object({
  state: z.enum(['waiting', 'starting', 'up', 'restarting', 'failed', 'stopped']),
  process: identitySchema.nullable(),
  port: z.int().nullable(),
  since: z.string(),
  supplied: z.string().nullable(),
  waiting_for: z.string().nullable(),
  restarts: z.int().nonnegative(),
  last_exit: z.string().nullable(),
});

const stackStateSchema = z.object({
  phase: z.enum(['starting', 'up', 'stopping', 'stopped']),
  gateway: identitySchema,
  host: z.string(),
  services: z.record(z.string(), serviceStateSchema),
  external: z.record(z.string(), z.string()),
});

/**
 * One managed process. `process` is null while it has none, `since` is when `state` was entered (ISO),
 * `supplied` names what stands in for something the machine lacks, `last_exit` tells how the last process ended.
 */
export type ServiceState = z.infer<typeof serviceStateSchema>;

/**
 * What the supervisor knows, as `run/state.json` holds it. `external` names the host of each server that it uses
 * but did not start; `host` is the address at which the services can be reached from this machine.
 */
export type StackState = z.infer<typeof stackStateSchema>;

/**
 * The last state that a supervisor of this home wrote; undefined when there is none, or it is no valid state.
 *
 * @throws {ConfigError} when it belongs to another user, who keeps it to himself
 */
export function readState(path: string): StackState | undefined {
  const text = readIfThere(path);
  try {
    return stackStateSchema.parse(JSON.parse(text ?? ''));
  } catch {
    return undefined;
  }
}

/** Replaces the state file in one step. */
export function writeState(path: string, state: StackState): void {
  writeFileAtomically(path, `${JSON.stringify(state, null, 2)}\n`);
}
