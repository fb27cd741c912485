import type { PartState } from '@neuratrade/health-contracts';
import { append, between, cutOff, RECORDED, type Recorded, type Segment, type Segments } from './segments.js';

/** One moment on both clocks, in milliseconds. */
interface Moment {
  readonly wall: number;
  readonly monotonic: number;
}

export type States = Readonly<Record<Recorded, PartState | 'disabled'>>;

export interface TimelineOptions {
  /** A gap between two observations from this on is time in which nobody looked. */
  readonly staleAfterMs: number;
  /** How many segments are kept of each; the oldest go first. */
  readonly capacity?: number;
}

export interface Timeline {
  /** Ends the current segments at this moment and begins new ones in these states. */
  observe(moment: Moment, states: States): void;
  /** Hands over, and forgets, what lies before `until`. */
  take(until: number): Segments;
  /** Takes back what could not be stored. */
  putBack(segments: Segments): void;
  /** Whether segments had to go to keep within the capacity. */
  readonly overflowed: boolean;
}

/** How far the wall clock may run from the monotonic one between two observations before it counts as having jumped. */
const JUMP_MS = 1_000;

/**
 * What was observed and is not stored yet. Time is counted only while observations follow one another: a blocked event
 * loop, a stopped process, a suspended machine and a clock that jumped leave a gap.
 */
export function createTimeline({ staleAfterMs, capacity = 10_000 }: TimelineOptions): Timeline {
  const lists = new Map<Recorded, Segment[]>(RECORDED.map((name) => [name, []]));
  const listOf = (name: Recorded): Segment[] => lists.get(name) ?? [];
  let last: (Moment & { readonly states: States }) | undefined;
  let overflowed = false;

  const isContinuous = (from: Moment, to: Moment): boolean => {
    const passed = to.monotonic - from.monotonic;
    const moved = to.wall - from.wall;
    return passed < staleAfterMs && moved > 0 && Math.abs(moved - passed) <= JUMP_MS;
  };

  const keepWithinCapacity = (list: Segment[]): void => {
    if (list.length <= capacity) return;
    list.splice(0, list.length - capacity);
    overflowed = true;
  };

  return {
    observe(moment, states) {
      const before = last;
      last = { ...moment, states };
      for (const [name, list] of lists) {
        cutOff(list, moment.wall);
        const state = before?.states[name] ?? 'unknown';
        if (before === undefined || state === 'unknown' || state === 'disabled') continue;
        if (!isContinuous(before, moment)) continue;
        append(list, { state, from: before.wall, to: moment.wall });
        keepWithinCapacity(list);
      }
    },
    take(until) {
      const taken = RECORDED.map(
        (name) => [name, between(listOf(name), Number.NEGATIVE_INFINITY, until)] as const,
      );
      for (const [name, list] of lists) lists.set(name, between(list, until, Number.POSITIVE_INFINITY));
      return new Map(taken.filter(([, list]) => list.length > 0));
    },
    putBack(segments) {
      for (const [name, older] of segments) {
        const list = [...older];
        for (const segment of listOf(name)) append(list, segment);
        keepWithinCapacity(list);
        lists.set(name, list);
      }
    },
    get overflowed() {
      return overflowed;
    },
  };
}
