import type { CurvePicture } from './curve-picture.js';
import { difference } from './figures.js';
import { measuredOf } from './measured.js';

/** Below this share of the rest, what is left of an account says nothing of it. */
const LEAST_SHARE = 0.01;
/** For so long after it was made a deposit may be on its way. */
const ON_ITS_WAY_MS = 3_600_000;

type Point = CurvePicture['points'][number];

export interface Drawdowns {
  readonly unit: 'percent' | 'money';
  /** Of each point: not positive; null where it is not known. */
  readonly below: readonly (number | null)[];
}

/**
 * How far below the highest equity so far each step fell, to its low, in percent or, where that says nothing, in money. Deposits and withdrawals, taken as
 * made at the beginning of their step, move the highest equity in proportion: they change no drawdown. One that leaves nearly nothing, or brings nearly all
 * that there is, lets it begin anew. What is missing within an hour and a step of a deposit is no further fall, up to its amount: exchanges tell when it
 * was made, which may be long before it is there. Undefined where they are not known.
 */
export function drawdownsOf(points: CurvePicture['points']): Drawdowns | undefined {
  const measured = measuredOf(points);
  if (measured.some(({ flows }) => flows === null)) return undefined;
  const falls = new Map<Point, Fall>();
  let before: { point: Point; peak: number; share: number } | undefined;
  let settled = 0;
  for (const point of measured) {
    const equity = Number(point.equity);
    const moved: number | undefined = before && movedPeak(before.peak, before.point, point);
    const peak = Math.max(moved ?? equity, equity);
    while ((measured[settled + 1]?.at ?? point.at) <= (before?.point ?? point).at - ON_ITS_WAY_MS)
      settled += 1;
    const onItsWay = Math.max(Number(difference(point.flows ?? '0', measured[settled]?.flows ?? '0')), 0);
    const below = moved === undefined ? 0 : Math.min(Number(point.low), equity) - moved;
    const known = (before?.share ?? 0) * (moved ?? 0);
    const fall = Math.min(below < known ? Math.min(below + onItsWay, known) : below, 0);
    if (peak !== 0 || fall < 0) falls.set(point, { peak: fall < 0 ? (moved ?? peak) : peak, fall });
    before = { point, peak, share: fall < 0 && moved !== undefined && moved > 0 ? fall / moved : 0 };
  }
  const unit = [...falls.values()].every(({ peak }) => peak > 0) ? 'percent' : 'money';
  const belowOf = ({ peak, fall }: Fall) => (unit === 'percent' ? (fall / peak) * 100 : fall);
  return {
    unit,
    below: points.map((point) => {
      const fall = falls.get(point);
      return fall === undefined ? null : belowOf(fall);
    }),
  };
}

interface Fall {
  readonly peak: number;
  readonly fall: number;
}

/** The highest equity so far after what came and went since; undefined where too little is left, or was there, to compare with. */
function movedPeak(peak: number, from: Point, to: Point): number | undefined {
  const left = difference(from.equity, difference(from.flows ?? '0', to.flows ?? '0'));
  const [was, is] = [Number(from.equity), Number(left)];
  if (is === was) return peak;
  const isComparable = was > 0 && is >= was * LEAST_SHARE && was >= is * LEAST_SHARE;
  return isComparable ? (peak / was) * is : undefined;
}
