import type { StackState } from './state.js';

/** What a supervisor tells whoever watches it start. The last three kinds are final: one of them comes, once. */
export type GatewayEvent =
  | { kind: 'note'; text: string }
  | { kind: 'state'; state: StackState }
  | { kind: 'running'; pid: number }
  | { kind: 'failed'; problems: readonly string[] }
  | { kind: 'up' };

export type Tell = (event: GatewayEvent) => void;
