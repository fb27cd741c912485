import type { CacheNamespace } from '@neuratrade/api-contracts';
import type { CacheClock } from '../clock.js';

type Counted = 'hits' | 'misses';
/** `market_data/hits`. */
export type Field = `${CacheNamespace}/${Counted}`;

/** Counts by hour since 1970 and field. */
type Counts = Map<number, Map<Field, number>>;

const HOUR_MS = 3_600_000;

export const hourOf = (time: number): number => Math.floor(time / HOUR_MS);

function addCount(counts: Counts, hour: number, field: Field, count: number): void {
  const fields = counts.get(hour) ?? new Map<Field, number>();
  counts.set(hour, fields);
  fields.set(field, (fields.get(field) ?? 0) + count);
}

/** The sum of a field from an hour on. */
function sumOf(counts: Counts, field: Field, fromHour = 0): number {
  let sum = 0;
  for (const [hour, fields] of counts) if (hour >= fromHour) sum += fields.get(field) ?? 0;
  return sum;
}

/** One batch on its way: it keeps its number until it is known to have been counted. */
export interface Batch {
  readonly number: number;
  readonly counts: Counts;
}

/** Hour, field and count of everything in a batch, one after the other. */
export function flat({ counts }: Batch): (string | number)[] {
  return [...counts].flatMap(([hour, fields]) =>
    [...fields].flatMap(([field, count]) => [hour, field, count]),
  );
}

/** What this process counted and Redis has not yet confirmed. */
export interface Counter {
  count(namespace: CacheNamespace, what: Counted): void;
  /** The batch to send now: the unconfirmed one, else all that was counted since; undefined when there is nothing. */
  batch(): Batch | undefined;
  confirm(batch: Batch): void;
  /** What is not confirmed, of hours from `fromHour` on. */
  unconfirmed(field: Field, fromHour?: number): number;
}

export function createCounter({ now }: Pick<CacheClock, 'now'>): Counter {
  let counts: Counts = new Map();
  let sending: Batch | undefined;
  let number = 0;
  return {
    count: (namespace, what) => addCount(counts, hourOf(now()), `${namespace}/${what}`, 1),
    batch: () => {
      if (sending === undefined && counts.size > 0) {
        sending = { number: ++number, counts };
        counts = new Map();
      }
      return sending;
    },
    confirm: (batch) => {
      if (sending === batch) sending = undefined;
    },
    unconfirmed: (field, fromHour) =>
      sumOf(counts, field, fromHour) + (sending === undefined ? 0 : sumOf(sending.counts, field, fromHour)),
  };
}
