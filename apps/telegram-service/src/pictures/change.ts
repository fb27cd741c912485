import type { CurvePicture } from './curve-picture.js';
import { difference } from './figures.js';
import { measuredOf } from './measured.js';

export interface Change {
  /** Of equity without what came and went, as a decimal string. */
  readonly amount: string;
  /** Undefined where there was no money at work. */
  readonly percent: number | undefined;
}

type Point = CurvePicture['points'][number];

/**
 * How equity changed without deposits and withdrawals, in percent of the money that was at work: of the first amount plus what came and went, for the
 * part of the time that it was there (modified Dietz; as made at the beginning of its step). Undefined where it is not known.
 */
export function changeOf(points: CurvePicture['points']): Change | undefined {
  const measured = measuredOf(points);
  const [first, last] = [measured[0], measured.at(-1)];
  const flows = netFlows(points);
  if (first === undefined || last === undefined || first === last || flows === undefined) return undefined;
  const amount = difference(difference(last.equity, first.equity), flows);
  const base = Number(first.equity) + weighted(measured, first.at, last.at);
  return { amount, percent: base > 0 ? (Number(amount) / base) * 100 : undefined };
}

/** Deposits − withdrawals between those that can be compared, as a decimal string; undefined where one of them has no price. */
export function netFlows(points: CurvePicture['points']): string | undefined {
  const measured = measuredOf(points);
  const [first, last] = [measured[0]?.flows, measured.at(-1)?.flows];
  return typeof first === 'string' && typeof last === 'string' ? difference(last, first) : undefined;
}

/** Whether anything came or went between those that can be compared. */
export function hasFlows(points: CurvePicture['points']): boolean {
  return new Set(measuredOf(points).map(({ flows }) => Number(flows))).size > 1;
}

function weighted(points: readonly Point[], from: number, to: number): number {
  return points.slice(1).reduce((sum, { flows }, index) => {
    const before = points[index] as Point;
    const moved = Number(difference(flows ?? '0', before.flows ?? '0'));
    return sum + (moved * (to - before.at)) / (to - from);
  }, 0);
}
