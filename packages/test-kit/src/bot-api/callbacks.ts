import { type Answer, badRequest, success } from './errors.js';
import type { BotUpdate } from './types.js';

/** The presses of buttons that wait for an answer. */
export function createCallbacks() {
  const open = new Set<string>();
  let last = 0;
  return {
    nextId: () => `callback-${++last}`,
    /** Knows the press that an update carries, if it carries one. */
    note(update: BotUpdate): void {
      const { id } = (update.callback_query ?? {}) as { id?: string };
      if (id !== undefined) open.add(id);
    },
    forget: (id: string) => open.delete(id),
    answer: (id: unknown): Answer =>
      open.has(String(id))
        ? success(true)
        : badRequest('query is too old and response timeout expired or query ID is invalid'),
  };
}

export type Callbacks = ReturnType<typeof createCallbacks>;
