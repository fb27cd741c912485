import { formatTimestamp } from '@neuratrade/health-contracts';
import type { CacheRead } from './cache.js';
import type { CachePolicy } from './namespaces.js';

/** A value, the same as JSON, and when it was fetched in milliseconds since 1970. */
export interface Entry {
  readonly value: unknown;
  readonly text: string;
  readonly fetchedAt: number;
}

const HEAD = /^\{"as_of":"[^"]{20}","fetched_at":(\d{1,15}),"value":/;

export function entryOf(value: unknown, fetchedAt: number): Entry {
  return { value, text: JSON.stringify(value) ?? 'null', fetchedAt };
}

/** An entry as it stands in Redis: `{"as_of":"2026-03-03T10:30:00Z","fetched_at":1772533800000,"value":…}`. */
export function encodeEntry({ text, fetchedAt }: Entry): string {
  return `{"as_of":"${formatTimestamp(new Date(fetchedAt))}","fetched_at":${fetchedAt},"value":${text}}`;
}

/** Reads what stands in Redis; undefined when it is no entry, too old to be used, of another shape or from the far future. */
export function decodeEntry(
  stored: unknown,
  policy: CachePolicy,
  accept: (value: unknown) => boolean = () => true,
): Entry | undefined {
  if (typeof stored !== 'string' || !stored.endsWith('}')) return undefined;
  const head = HEAD.exec(stored);
  if (head === null) return undefined;
  const text = stored.slice(head[0].length, -1);
  const fetchedAt = Number(head[1]);
  if (Math.abs(Date.now() - fetchedAt) > policy.ttlMs) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return accept(value) ? { value, text, fetchedAt } : undefined;
  } catch {
    return undefined;
  }
}

/** Milliseconds since an entry was fetched; 0 for one from a replica whose clock is ahead. */
function ageOf(entry: Entry): number {
  return Math.max(0, Date.now() - entry.fetchedAt);
}

export function isFresh(entry: Entry, policy: CachePolicy): boolean {
  return ageOf(entry) < policy.freshMs;
}

/** Whether an entry may still be served, marked stale. */
export function isKept(entry: Entry, policy: CachePolicy): boolean {
  return ageOf(entry) <= policy.ttlMs;
}

/** Whole seconds until an entry may no longer be served. */
export function secondsLeft(entry: Entry, policy: CachePolicy): number {
  return Math.floor((policy.ttlMs - ageOf(entry)) / 1_000);
}

export function freshRead({ value, text, fetchedAt }: Entry): CacheRead<unknown> {
  return { value, text, fetchedAt, stale: false };
}

export function staleRead({ value, text, fetchedAt }: Entry, staleReason: string): CacheRead<unknown> {
  return { value, text, fetchedAt, stale: true, staleReason };
}
