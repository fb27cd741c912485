import { type Answer, failure, POLL_CONFLICT, success } from './errors.js';
import type { BotUpdate, PushedUpdate } from './types.js';

export interface PollParameters {
  readonly offset: number;
  readonly limit: number;
  /** Seconds. */
  readonly timeout: number;
  readonly allowedUpdates: readonly string[] | undefined;
}

type Respond = (answer: Answer) => void;

/** The queue of one bot: kept until confirmed by a higher offset, at most one waiting long poll. */
export function createUpdateQueue(): {
  push(update: PushedUpdate): BotUpdate;
  pending(): BotUpdate[];
  /** From now on takes only these kinds; all of them where there are none, as before where it is undefined. */
  allow(kinds: readonly string[] | undefined): void;
  remove(updateId: number): void;
  /** Answers at once, or when an update comes, or with nothing at the timeout. The returned function gives the poll up. */
  poll(parameters: PollParameters, respond: Respond): () => void;
  polls(): number;
  /** Ends the waiting long poll with this answer. */
  interrupt(answer: Answer): void;
} {
  let queue: BotUpdate[] = [];
  let nextId = 500_000_001;
  let allowed: readonly string[] | undefined;
  let waiting: { offset: number; limit: number; finish(answer: Answer): void } | undefined;

  const ready = (offset: number, limit: number) => queue.filter((u) => u.update_id >= offset).slice(0, limit);
  const allow = (kinds: readonly string[] | undefined) => {
    if (kinds !== undefined) allowed = kinds.length > 0 ? kinds : undefined;
  };
  const confirm = (offset: number) => {
    queue = queue.filter((u) => u.update_id >= offset);
  };

  return {
    push(pushed) {
      const update: BotUpdate = { ...pushed, update_id: pushed.update_id ?? nextId };
      nextId = Math.max(nextId, update.update_id) + 1;
      const kind = Object.keys(update).find((key) => key !== 'update_id');
      if (allowed !== undefined && kind !== undefined && !allowed.includes(kind)) return update;
      queue.push(update);
      waiting?.finish(success(ready(waiting.offset, waiting.limit)));
      return update;
    },
    pending: () => [...queue],
    allow,
    remove(updateId) {
      queue = queue.filter((u) => u.update_id !== updateId);
    },
    poll({ offset, limit, timeout, allowedUpdates }, respond) {
      allow(allowedUpdates);
      confirm(offset);
      const updates = ready(offset, limit);
      if (updates.length > 0 || timeout === 0) {
        respond(success(updates));
        return () => {};
      }
      waiting?.finish(failure(409, POLL_CONFLICT));
      const release = () => {
        clearTimeout(timer);
        if (waiting === own) waiting = undefined;
      };
      const finish = (answer: Answer) => {
        release();
        respond(answer);
      };
      const timer = setTimeout(() => finish(success([])), timeout * 1_000);
      const own = { offset, limit, finish };
      waiting = own;
      return release;
    },
    polls: () => (waiting === undefined ? 0 : 1),
    interrupt: (answer) => waiting?.finish(answer),
  };
}
