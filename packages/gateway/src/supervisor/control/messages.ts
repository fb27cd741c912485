import type { StackState } from '../state.js';

/** What the command asks of the supervisor, as one line of JSON; no service means everything. */
export type ControlRequest = { restart: string | null };

/**
 * What the supervisor says to it, one line of JSON each. `accepted` comes at once; the last two are final. `refused` means that
 * nothing was changed, `failed` that the restart did not come to its end.
 */
export type ControlReply =
  | { kind: 'accepted' }
  | { kind: 'note'; text: string }
  | { kind: 'state'; state: StackState }
  | { kind: 'restarted'; ms: number }
  | { kind: 'refused' | 'failed'; problems: readonly string[] };

export type Reply = (message: ControlReply) => void;

/** The request in a line; undefined when it is none. */
export function readRequest(line: string): ControlRequest | undefined {
  try {
    const { restart } = JSON.parse(line) as Partial<ControlRequest>;
    return restart === null || typeof restart === 'string' ? { restart } : undefined;
  } catch {
    return undefined;
  }
}
