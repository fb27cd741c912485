import type { CurvePicture } from './curve-picture.js';

/** Steps between snapshots after which nothing is known of what was in between. */
const GAP_STEPS = 3;
const MOST = 1e21;

export interface CurvePoint {
  readonly at: number;
  readonly equity: number;
  /** Not positive: how far below the highest equity so far, in percent or, where that says nothing, in money; null where that is not known. */
  readonly drawdown: number | null;
  readonly partial: boolean;
}

export interface Curve {
  /** Stretches without gaps, oldest first. */
  readonly stretches: readonly (readonly CurvePoint[])[];
  readonly lowest: number;
  readonly highest: number;
  readonly drawdown: { readonly unit: 'percent' | 'money'; readonly deepest: number };
}

/** The numbers that are drawn of a curve. @throws Error when there is nothing to draw */
export function curveOf(points: CurvePicture['points']): Curve {
  if (points.length < 2) throw new Error('a curve needs two points at least');
  const equities = points.map(({ equity }) => Number(equity));
  if (!equities.every((equity) => Math.abs(equity) < MOST)) {
    throw new Error('equity is no number that can be drawn');
  }
  const measured = new Set(measuredOf(points));
  const peaks = runningPeaks(
    points.map((point, index) => (measured.has(point) ? equities[index] : undefined)),
  );
  const unit = peaks.every((peak) => peak === undefined || peak > 0) ? 'percent' : 'money';
  const drawn = points.map(({ at, partial }, index): CurvePoint => {
    const [equity, peak] = [equities[index] as number, peaks[index]];
    const below = peak === undefined ? null : equity - peak;
    return {
      at,
      partial,
      equity,
      drawdown: unit === 'money' || below === null ? below : (below / (peak as number)) * 100,
    };
  });
  return {
    stretches: stretchesOf(drawn),
    lowest: Math.min(...equities),
    highest: Math.max(...equities),
    drawdown: { unit, deepest: Math.min(...drawn.map(({ drawdown }) => drawdown ?? 0)) },
  };
}

/** Those that can be compared: without snapshots in which something was missing, unless something is missing in all. */
export function measuredOf<T extends { readonly partial: boolean }>(points: readonly T[]): readonly T[] {
  const whole = points.filter(({ partial }) => !partial);
  return whole.length > 0 ? whole : points;
}

/** Undefined where the value is. */
function runningPeaks(values: readonly (number | undefined)[]): (number | undefined)[] {
  let peak = Number.NEGATIVE_INFINITY;
  return values.map((value) => {
    if (value === undefined) return undefined;
    peak = Math.max(peak, value);
    return peak;
  });
}

function stretchesOf(points: readonly CurvePoint[]): CurvePoint[][] {
  const steps = stepsOf(points);
  const longest = GAP_STEPS * usualStep(points);
  const stretches: CurvePoint[][] = [];
  points.forEach((point, index) => {
    const step = steps[index - 1];
    if (step === undefined || step > longest) stretches.push([]);
    stretches.at(-1)?.push(point);
  });
  return stretches;
}

/** Milliseconds that usually are between two snapshots. */
export function usualStep(points: readonly { readonly at: number }[]): number {
  const steps = stepsOf(points).sort((a, b) => a - b);
  return steps[Math.floor(steps.length / 2)] ?? 0;
}

function stepsOf(points: readonly { readonly at: number }[]): number[] {
  return points.slice(1).map(({ at }, index) => at - (points[index]?.at ?? at));
}
