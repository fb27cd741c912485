import { setTimeout as sleep } from 'node:timers/promises';
import type { RedisClient } from '../../platform/redis/client.js';
import type { ReadOptions } from './cache.js';
import type { CacheClock } from './clock.js';
import type { Copies, Copy } from './copies.js';
import { decodeEntry, type Entry, isFresh } from './entry.js';
import type { Slot } from './slot.js';
import type { EntryStore } from './store.js';

/** How long a fresh copy is served before Redis is asked whether the entry is still there. */
const ASK_AGAIN_MS = 1_000;
/** How long a reader who could have a fresh copy waits for Redis. */
const PATIENCE_MS = 50;

export interface Lookup {
  /** The fresh copy of this process, where Redis need not be asked. */
  atOnce(slot: Slot): Entry | undefined;
  /** The newest entry there is, of any age, Redis asked. Never rejects. */
  ask(slot: Slot, accept: ReadOptions['accept']): Promise<Entry | undefined>;
}

/** Finds entries in this process and in Redis; readers of one key share one question. */
export function createLookup(options: {
  readonly redis: RedisClient;
  readonly store: EntryStore;
  readonly copies: Copies;
  readonly clock: Pick<CacheClock, 'now'>;
}): Lookup {
  const { redis, store, copies, clock } = options;
  const asking = new Map<string, Promise<Entry | undefined>>();

  async function askRedis(slot: Slot, accept: ReadOptions['accept']): Promise<Entry | undefined> {
    const before = copies.get(slot.id);
    let stored: unknown;
    try {
      stored = await store.find(slot);
    } catch {
      return copies.get(slot.id)?.entry;
    }
    const found = decodeEntry(stored, slot.policy, clock.now(), accept);
    const now = found === undefined ? copies.get(slot.id) : copies.keep(slot.id, found, true);
    if (found === undefined && now === before && now?.stored) {
      copies.forget(slot.id);
      return undefined;
    }
    if (now === undefined) return undefined;
    now.askedAt = performance.now();
    if (!now.stored && isFresh(now.entry, slot.policy, clock.now())) void storeLate(slot, now);
    return now.entry;
  }

  /** What was fetched while Redis was away is given to the other replicas too. */
  async function storeLate(slot: Slot, copy: Copy): Promise<void> {
    try {
      await store.storeOwn(slot, copy.entry, undefined);
      copy.stored = true;
    } catch {
      // Redis still takes no writes
    }
  }

  return {
    atOnce: ({ id, policy }) => {
      const copy = copies.get(id);
      if (copy === undefined || !isFresh(copy.entry, policy, clock.now())) return undefined;
      const sure = performance.now() - copy.askedAt < ASK_AGAIN_MS || redis.away() !== undefined;
      return sure ? copy.entry : undefined;
    },
    ask: (slot, accept) => {
      const { id } = slot;
      let question = asking.get(id);
      if (question === undefined) {
        question = askRedis(slot, accept).finally(() => asking.delete(id));
        asking.set(id, question);
      }
      const copy = copies.get(id);
      if (copy === undefined || !isFresh(copy.entry, slot.policy, clock.now())) return question;
      return Promise.race([question, sleep(PATIENCE_MS, copy.entry, { ref: false })]);
    },
  };
}
