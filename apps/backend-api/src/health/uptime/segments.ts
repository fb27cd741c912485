import { type PartState, SERVICES } from '@neuratrade/health-contracts';

/** Everything whose time is counted: the parts, and the health of the whole. */
export const RECORDED = [...SERVICES, 'overall'] as const;

export type Recorded = (typeof RECORDED)[number];

/** The states that are stored; unknown is what they leave of the time that passed. */
export const COUNTED_STATES = ['up', 'degraded', 'down', 'maintenance'] as const;

export type CountedState = Exclude<PartState, 'unknown'>;

/** A stretch of time in one state. Milliseconds of wall time since 1970. */
export interface Segment {
  readonly state: CountedState;
  readonly from: number;
  readonly to: number;
}

/** Segments by what they are about, each list in order of time and without overlap. */
export type Segments = ReadonlyMap<Recorded, readonly Segment[]>;

/** Adds a segment at the end. What it touches in the same state it prolongs; what lies later in time gives way to it. */
export function append(list: Segment[], segment: Segment): void {
  cutOff(list, segment.from);
  const last = list.at(-1);
  if (last?.to === segment.from && last.state === segment.state) {
    list[list.length - 1] = { ...last, to: segment.to };
  } else {
    list.push(segment);
  }
}

/** Removes everything after `at`. */
export function cutOff(list: Segment[], at: number): void {
  for (let last = list.at(-1); last !== undefined && last.to > at; last = list.at(-1)) {
    list.pop();
    if (last.from < at) list.push({ ...last, to: at });
  }
}

/** The parts of segments that lie between two moments. */
export function between(list: readonly Segment[], from: number, to: number): Segment[] {
  return list.flatMap((segment) => {
    const clipped = { ...segment, from: Math.max(segment.from, from), to: Math.min(segment.to, to) };
    return clipped.from < clipped.to ? [clipped] : [];
  });
}
