import {
  between,
  COUNTED_STATES,
  type CountedState,
  type Recorded,
  type Segment,
  type Segments,
} from './segments.js';

export const HOUR_MS = 3_600_000;

/** Milliseconds in each state. */
export type Totals = Readonly<Record<CountedState, number>>;

export const NOTHING: Totals = { up: 0, degraded: 0, down: 0, maintenance: 0 };

/** What one UTC hour gains. `hour` is its start, in milliseconds since 1970. */
export interface Bucket {
  readonly service: Recorded;
  readonly hour: number;
  readonly totals: Totals;
}

export interface Plan {
  readonly buckets: readonly Bucket[];
  /** Until when each is recorded afterwards. */
  readonly marks: ReadonlyMap<Recorded, number>;
}

/** The start of the UTC hour that holds a moment. */
export function hourOf(moment: number): number {
  return Math.floor(moment / HOUR_MS) * HOUR_MS;
}

export function sumOf(totals: Totals): number {
  return COUNTED_STATES.reduce((sum, state) => sum + totals[state], 0);
}

export function plus(a: Totals, b: Totals): Totals {
  return mapStates((state) => a[state] + b[state]);
}

/** What there is room for. Good time gives way first, so that too little room never hides an outage. */
export function capped(totals: Totals, room: number): Totals {
  let left = Math.max(0, room);
  const kept: Record<CountedState, number> = { ...NOTHING };
  for (const state of ['down', 'maintenance', 'degraded', 'up'] as const) {
    kept[state] = Math.min(totals[state], left);
    left -= kept[state];
  }
  return kept;
}

/**
 * What to add to which hour: everything before `until` that lies after the mark of its service, until when others or
 * earlier attempts have recorded it, and not in the future. A mark in the future was set by a clock that was wrong: it is
 * taken back to now.
 */
export function planOf(
  segments: Segments,
  marks: ReadonlyMap<Recorded, number>,
  { until, now }: { readonly until: number; readonly now: number },
): Plan {
  const buckets: Bucket[] = [];
  const moved = new Map<Recorded, number>();
  for (const [service, list] of segments) {
    const mark = marks.get(service) ?? Number.NEGATIVE_INFINITY;
    const fresh = between(list, Math.min(mark, now), Math.min(until, now));
    const end = fresh.at(-1)?.to ?? (mark > now ? now : undefined);
    if (end !== undefined) moved.set(service, end);
    for (const [hour, totals] of byHour(fresh)) buckets.push({ service, hour, totals });
  }
  return { buckets, marks: moved };
}

function byHour(list: readonly Segment[]): Map<number, Totals> {
  const hours = new Map<number, Totals>();
  for (const { state, from, to } of list) {
    for (let start = from; start < to; start = hourOf(start) + HOUR_MS) {
      const hour = hourOf(start);
      const length = Math.min(to, hour + HOUR_MS) - start;
      hours.set(hour, plus(hours.get(hour) ?? NOTHING, { ...NOTHING, [state]: length }));
    }
  }
  return hours;
}

function mapStates(value: (state: CountedState) => number): Totals {
  return Object.fromEntries(COUNTED_STATES.map((state) => [state, value(state)])) as Record<
    CountedState,
    number
  >;
}
