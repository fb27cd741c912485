import type { Guard } from './guard.js';
import type { Ledger } from './ledger.js';
import type { Counts } from './load.js';
import type { Queue, Queued } from './queue.js';
import type { Shelf } from './shelf.js';
import { endChanges, endOf, untried } from './verdicts.js';

interface GiveUpOptions<P> {
  readonly shelf: Shelf<P>;
  readonly ledger: Ledger<P>;
  readonly guard: Guard;
  readonly queue: Queue;
  readonly counts: Counts;
  readonly giveUpAfterMs: number;
  readonly keepMs: number;
  readonly now: () => number;
  readonly elapsed: () => number;
}

/** Gives up some of what is queued for too long, with why its last attempt failed, else with `lastError`. Whether there was any. */
export type GiveUpOld = (lastError: string | null) => Promise<boolean>;

const AT_ONCE = 500;
const NEVER_TRIED = 'its time was over before it could be tried';

export function createGiveUpOld<P>(options: GiveUpOptions<P>): GiveUpOld {
  const { shelf, ledger, guard, queue, counts, giveUpAfterMs, keepMs, now, elapsed } = options;

  /** Out of the queue, at most so many. */
  function takeOld(): Queued[] {
    const old: Queued[] = [];
    let first = queue.oldest();
    while (first !== undefined && elapsed() - first.since >= giveUpAfterMs && old.length < AT_ONCE) {
      queue.remove(first.id);
      old.push(first);
      first = queue.oldest();
    }
    return old;
  }

  async function given(entry: Queued, lastError: string | null) {
    const course = (await shelf.course('queued', entry.id)) ?? untried(entry);
    const reason = course.error ?? lastError ?? NEVER_TRIED;
    return {
      end: endOf(entry.id, course, ['dead', reason], { at: now(), keepMs }),
      payload: await shelf.payload(entry.id),
    };
  }

  return async (lastError) => {
    const old = takeOld();
    if (old.length === 0) return false;
    try {
      const ends = await Promise.all(old.map((entry) => given(entry, lastError)));
      await guard.write(ends.flatMap(({ end }) => endChanges(end)));
      counts.dead += ends.length;
      for (const { end, payload } of ends) ledger.tellDead(end, payload);
    } catch (error) {
      for (const entry of old) queue.add({ ...entry });
      if (guard.broken() === null) throw error;
    }
    return true;
  };
}
