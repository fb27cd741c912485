import type { CurvePicture } from './curve-picture.js';
import { drawdownsOf } from './drawdown.js';

/** Steps between snapshots after which nothing is known of what was in between. */
const GAP_STEPS = 3;
const MOST = 1e21;

export interface CurvePoint {
  readonly at: number;
  readonly equity: number;
  /** Not positive: how far it fell below the highest equity so far, in percent or, where that says nothing, in money; null where that is not known. */
  readonly drawdown: number | null;
  readonly partial: boolean;
}

export interface Curve {
  /** Stretches without gaps, oldest first. */
  readonly stretches: readonly (readonly CurvePoint[])[];
  readonly lowest: number;
  readonly highest: number;
  /** Undefined where it is not known what came and went. */
  readonly drawdown: { readonly unit: 'percent' | 'money'; readonly deepest: number } | undefined;
}

/** The numbers that are drawn of a curve. @throws Error when there is nothing to draw */
export function curveOf(points: CurvePicture['points']): Curve {
  if (points.length < 2) throw new Error('a curve needs two points at least');
  const equities = points.map(({ equity }) => Number(equity));
  if (!equities.every((equity) => Math.abs(equity) < MOST)) {
    throw new Error('equity is no number that can be drawn');
  }
  const drawdowns = drawdownsOf(points);
  const drawn = points.map(({ at, partial }, index): CurvePoint => {
    return { at, partial, equity: equities[index] as number, drawdown: drawdowns?.below[index] ?? null };
  });
  return {
    stretches: stretchesOf(drawn),
    lowest: Math.min(...equities),
    highest: Math.max(...equities),
    drawdown: drawdowns && {
      unit: drawdowns.unit,
      deepest: Math.min(...drawn.map(({ drawdown }) => drawdown ?? 0)),
    },
  };
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
