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

/** How far ahead an entry may be dated: clocks that agree do so to less than this. */
const AHEAD_MS = 1_000;

/** Whether an entry is dated later than clocks that agree would have it. Its age is not known, so it is none to serve. */
export function isFromFuture({ fetchedAt }: Pick<Entry, 'fetchedAt'>, now: number): boolean {
  return fetchedAt - now > AHEAD_MS;
}

/** Reads what stands in Redis; undefined when it is no entry, too old to be used, of another shape or from the future. */
export function decodeEntry(
  stored: unknown,
  policy: CachePolicy,
  now: number,
  accept: (value: unknown) => boolean = () => true,
): Entry | undefined {
  if (typeof stored !== 'string' || !stored.endsWith('}')) return undefined;
  const head = HEAD.exec(stored);
  if (head === null) return undefined;
  const text = stored.slice(head[0].length, -1);
  const fetchedAt = Number(head[1]);
  if (now - fetchedAt > policy.ttlMs || isFromFuture({ fetchedAt }, now)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return accept(value) ? { value, text, fetchedAt } : undefined;
  } catch {
    return undefined;
  }
}

/** Milliseconds since an entry was fetched. */
function ageOf({ fetchedAt }: Entry, now: number): number {
  return Math.max(0, now - fetchedAt);
}

export function isFresh(entry: Entry, policy: CachePolicy, now: number): boolean {
  return ageOf(entry, now) < policy.freshMs && !isFromFuture(entry, now);
}

/** Whether an entry may still be served, marked stale. */
export function isKept(entry: Entry, policy: CachePolicy, now: number): boolean {
  return ageOf(entry, now) <= policy.ttlMs && !isFromFuture(entry, now);
}

/** Whole seconds until an entry may no longer be served. */
export function secondsLeft(entry: Entry, policy: CachePolicy, now: number): number {
  return Math.floor((policy.ttlMs - ageOf(entry, now)) / 1_000);
}

export function freshRead({ value, text, fetchedAt }: Entry): CacheRead<unknown> {
  return { value, text, fetchedAt, stale: false };
}

export function staleRead({ value, text, fetchedAt }: Entry, staleReason: string): CacheRead<unknown> {
  return { value, text, fetchedAt, stale: true, staleReason };
}
