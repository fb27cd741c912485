import type { CacheNamespace } from '@neuratrade/api-contracts';
import type { RedisClient } from '../../platform/redis/client.js';
import { type Entry, encodeEntry } from './entry.js';
import type { CachePolicy } from './namespaces.js';
import { CLAIM, FAIL, RENEW, STORE } from './scripts.js';
import { ENTRY_PREFIX, entryPrefix, type Slot } from './slot.js';
import { HOURS_KEY, indexKey, TOTALS_KEY } from './statistics/keys.js';

/** What somebody who needs a newer entry is told. */
export type Claim =
  | { readonly kind: 'entry'; readonly stored: string }
  | { readonly kind: 'failed'; readonly failure: string }
  | { readonly kind: 'yours' }
  | { readonly kind: 'taken'; readonly failure: string };

interface ClaimOptions {
  readonly token: string;
  /** Milliseconds since 1970: an entry that was fetched later will do. */
  readonly newerThan: number;
  /** The failure that was there when the waiting began. */
  readonly knownFailure: string | undefined;
  /** How old a failure may be to spare the next attempt, in milliseconds. */
  readonly honourMs: number;
}

interface KeyedEntry {
  readonly key: string;
  readonly entry: Entry;
}

export interface EntryStore {
  find(slot: Slot): Promise<unknown>;
  /** Stores entries of one cache. */
  store(namespace: CacheNamespace, policy: CachePolicy, entries: readonly KeyedEntry[]): Promise<void>;
  /** Stores the entry that `token` has the right to load, and gives back that right. */
  storeOwn(slot: Slot, entry: Entry, token: string | undefined): Promise<void>;
  claim(slot: Slot, options: ClaimOptions): Promise<Claim>;
  renew(slot: Slot, token: string): Promise<void>;
  fail(slot: Slot, token: string, failure: string): Promise<void>;
}

/** An owner that was killed delays the others by this. */
const LOCK_MS = 2_000;
const FAILURE_MS = 1_000;
const PER_CALL = 100;

const NO_LOCK = { key: 'neuratrade:lock:cache', token: undefined };

const lockKey = ({ id }: Slot): string => `neuratrade:lock:cache:${id}`;
const failureKey = ({ id }: Slot): string => `neuratrade:lock:failed:${id}`;

/** The entries in Redis. Everything rejects where Redis cannot do it. */
export function createEntryStore(redis: RedisClient): EntryStore {
  async function put(
    namespace: CacheNamespace,
    policy: CachePolicy,
    entries: readonly KeyedEntry[],
    lock: { readonly key: string; readonly token: string | undefined },
  ): Promise<void> {
    await redis.script(
      STORE,
      [indexKey(namespace), TOTALS_KEY, HOURS_KEY, lock.key],
      [
        ...[lock.token ?? '', entryPrefix(namespace), namespace, policy.ttlMs, policy.maxEntries],
        ...entries.flatMap(({ key, entry }) => [key, encodeEntry(entry)]),
      ],
    );
  }

  return {
    find: ({ id }) => redis.command('GET', `${ENTRY_PREFIX}${id}`),
    store: async (namespace, policy, entries) => {
      for (let start = 0; start < entries.length; start += PER_CALL) {
        await put(namespace, policy, entries.slice(start, start + PER_CALL), NO_LOCK);
      }
    },
    storeOwn: (slot, entry, token) =>
      put(slot.namespace, slot.policy, [{ key: slot.key, entry }], { key: lockKey(slot), token }),
    claim: async (slot, { token, newerThan, knownFailure, honourMs }) => {
      const answer = await redis.script(
        CLAIM,
        [`${ENTRY_PREFIX}${slot.id}`, lockKey(slot), failureKey(slot)],
        [token, LOCK_MS, newerThan, knownFailure ?? '?', FAILURE_MS - honourMs],
      );
      const [kind, text] = answer as [Claim['kind'], string];
      return { kind, stored: text, failure: text };
    },
    renew: async (slot, token) => void (await redis.script(RENEW, [lockKey(slot)], [token, LOCK_MS])),
    fail: async (slot, token, failure) =>
      void (await redis.script(FAIL, [lockKey(slot), failureKey(slot)], [token, failure, FAILURE_MS])),
  };
}
