import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { boundedLoad } from './bounded-load.js';
import type { Load, ReadOptions } from './cache.js';
import type { CacheClock } from './clock.js';
import { decodeEntry, type Entry, entryOf } from './entry.js';
import { decodeFailure, encodeFailure } from './failure.js';
import type { Slot } from './slot.js';
import type { Claim, EntryStore } from './store.js';

export interface Wanted {
  readonly slot: Slot;
  readonly load: Load<unknown>;
  readonly accept: ReadOptions['accept'];
  /** Milliseconds since 1970: an entry that was fetched later will do. */
  readonly newerThan: number;
  /** How old another replica's failure may be to spare the attempt, in milliseconds. */
  readonly honourMs: number;
}

export interface SharedLoadOptions {
  readonly store: EntryStore;
  /** Keeps an entry in this process as soon as there is one; `stored` says whether Redis has it. */
  readonly keep: (slot: Slot, entry: Entry, stored: boolean) => void;
  readonly clock: Pick<CacheClock, 'now'>;
  readonly stopping: AbortSignal;
}

const RENEW_MS = 700;
const LOOK_MS = { first: 10, last: 100, growth: 1.5 };
const NEWER_THAN_ALL = Number.MAX_SAFE_INTEGER;

/**
 * Fetches an entry once for all replicas: one loads, the others see its value or its failure soon after. Without Redis, and where Redis takes no
 * writes, each process loads for itself. An owner that dies is replaced within two seconds.
 */
export function createSharedLoad({ store, keep, clock, stopping }: SharedLoadOptions) {
  // One for all: what a claim took whose answer got lost is this process's own next time.
  const token = randomUUID();
  const storing = new Set<Promise<void>>();

  async function load({ slot, load: fetch }: Wanted): Promise<Entry> {
    const renewal = setInterval(() => void store.renew(slot, token).catch(() => undefined), RENEW_MS);
    try {
      const entry = entryOf(await boundedLoad(fetch, stopping), clock.now());
      keep(slot, entry, false);
      track(
        store.storeOwn(slot, entry, token).then(
          () => keep(slot, entry, true),
          () => undefined,
        ),
      );
      return entry;
    } catch (error) {
      track(store.fail(slot, token, encodeFailure(error)).catch(() => undefined));
      throw error;
    } finally {
      clearInterval(renewal);
    }
  }

  function track(work: Promise<void>): void {
    storing.add(work);
    void work.finally(() => storing.delete(work));
  }

  async function run(wanted: Wanted): Promise<Entry> {
    const { slot, accept, honourMs } = wanted;
    let { newerThan } = wanted;
    let knownFailure: string | undefined;
    for (let pause = LOOK_MS.first; ; pause = Math.min(pause * LOOK_MS.growth, LOOK_MS.last)) {
      let claim: Claim;
      try {
        claim = await store.claim(slot, { token, newerThan, knownFailure, honourMs });
      } catch {
        return load(wanted);
      }
      if (claim.kind === 'yours') return load(wanted);
      if (claim.kind === 'failed') throw decodeFailure(claim.failure);
      if (claim.kind === 'entry') {
        const entry = decodeEntry(claim.stored, slot.policy, clock.now(), accept);
        if (entry === undefined) {
          newerThan = NEWER_THAN_ALL;
          continue;
        }
        keep(slot, entry, true);
        return entry;
      }
      knownFailure ??= claim.failure;
      await sleep(pause, undefined, { signal: stopping });
    }
  }

  return {
    run,
    /** Resolves when everything that was fetched is stored, or Redis would not take it. */
    settled: async (): Promise<void> => void (await Promise.all(storing)),
  };
}
