import { ConfigError, type Redact } from '@neuratrade/service-kit';
import { problemsOf, Refusal } from '../failures.js';
import type { StackState } from '../state.js';
import type { ControlRequest, Reply } from './messages.js';

/** The restarts that are possible now. Both resolve when what was restarted answers again. */
export type Restarts = {
  one(service: string, note: (text: string) => void): Promise<void>;
  all(note: (text: string) => void): Promise<void>;
};

/** Where restarts are asked for; they are carried out one after the other. */
export type RestartDesk = {
  /** From now on these are possible, or none, for the reason given. */
  offer(restarts: Restarts | { refused: string }): void;
  /** Passes the state on to whoever waits for a restart. */
  show(state: StackState): void;
  handle(request: ControlRequest, reply: Reply): Promise<void>;
};

/** A desk that refuses with `reason` until something is offered. */
export function createRestartDesk(reason: string, redact: Redact): RestartDesk {
  const watchers = new Set<Reply>();
  let offered: Restarts | { refused: string } = { refused: reason };
  let queue: Promise<void> = Promise.resolve();
  let queued = 0;

  async function carryOut({ restart }: ControlRequest, reply: Reply): Promise<void> {
    const begin = performance.now();
    const note = (text: string) => reply({ kind: 'note', text });
    watchers.add(reply);
    try {
      if ('refused' in offered) throw new Refusal([offered.refused]);
      await (restart === null ? offered.all(note) : offered.one(restart, note));
      reply({ kind: 'restarted', ms: Math.round(performance.now() - begin) });
    } catch (error) {
      const kind = error instanceof Refusal || error instanceof ConfigError ? 'refused' : 'failed';
      reply({ kind, problems: problemsOf(error).map(redact) });
    } finally {
      watchers.delete(reply);
    }
  }

  return {
    offer: (restarts) => {
      offered = restarts;
    },
    show: (state) => {
      for (const reply of watchers) reply({ kind: 'state', state });
    },
    async handle(request, reply) {
      if (queued > 0) reply({ kind: 'note', text: 'Another restart is under way; this one follows.' });
      queued++;
      queue = queue.then(() => carryOut(request, reply));
      await queue;
      queued--;
    },
  };
}
