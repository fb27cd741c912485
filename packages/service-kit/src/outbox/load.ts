import type { DurableStore } from '../durable/index.js';
import { type Ids, idOf, under } from './keys.js';
import type { Queue, Queued } from './queue.js';
import type { Course } from './shelf.js';

/** How many ended envelopes are kept. */
export interface Counts {
  sent: number;
  dead: number;
}

interface LoadOptions {
  readonly store: DurableStore<unknown>;
  readonly queue: Queue;
  readonly ids: Ids;
  readonly now: number;
  readonly elapsed: number;
  /** The longest that a lane is held. */
  readonly longestHoldMs: number;
}

/** Fills the queue with what the last process left, with the waits of its lanes. Reads no payload. What a wrong clock queued in the future is of now. */
export async function load(options: LoadOptions): Promise<Counts> {
  const { store, queue, ids, now, elapsed, longestHoldMs } = options;
  const found = new Map<string, Queued>();
  const holds = new Map<string, number>();
  for await (const [key, value] of store.entries(under('queued'))) {
    const id = idOf(key);
    const { lane, urgency, queuedAt, place, nextAt, waitMs = 0 } = value as Course;
    const waited = Math.max(0, now - queuedAt);
    found.set(id, { id, lane, urgency, queuedAt: now - waited, since: elapsed - waited, place });
    const holdMs = Math.min(nextAt - now, waitMs);
    if (holdMs > 0) holds.set(lane, Math.max(holds.get(lane) ?? 0, holdMs));
    ids.seen(place);
  }
  const counts: Counts = { sent: 0, dead: 0 };
  for (const state of ['sent', 'dead'] as const) {
    for await (const key of store.keys(under(state))) {
      const id = idOf(key);
      counts[state] += 1;
      found.delete(id);
      ids.seen(id);
    }
  }
  for (const [lane, ms] of holds) queue.hold(lane, Math.min(ms, longestHoldMs));
  const entries = [...found.values()].sort((one, other) => (one.place < other.place ? -1 : 1));
  for (const entry of entries) queue.add(entry);
  return counts;
}
