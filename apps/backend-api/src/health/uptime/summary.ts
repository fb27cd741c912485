import {
  formatTimestamp,
  SERVICES,
  type UptimeFigures,
  type UptimePeriod,
  type UptimeStep,
} from '@neuratrade/health-contracts';
import { capped, HOUR_MS, hourOf, NOTHING, plus, sumOf, type Totals } from './buckets.js';
import type { Recorded } from './segments.js';

/** A stretch of time, in milliseconds since 1970. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** What is stored of one stretch; nothing where nothing was observed. */
export interface StretchTotals extends Stretch {
  readonly totals: Partial<Readonly<Record<Recorded, Totals>>>;
}

const STEP_MS: Readonly<Record<UptimeStep, number>> = { hour: HOUR_MS, day: 24 * HOUR_MS };

/** Cuts a window into the stretches whose totals are needed: its steps, with the hour that is still running by itself. */
export function stretchesOf({ from, to }: Stretch, step: UptimeStep | undefined): Stretch[] {
  const starts = new Set([from, Math.max(from, hourOf(to))]);
  if (step !== undefined) {
    for (let start = stepOf(from, step) + STEP_MS[step]; start < to; start += STEP_MS[step])
      starts.add(start);
  }
  const sorted = [...starts].filter((start) => start < to).sort((a, b) => a - b);
  return sorted.map((start, index) => ({ from: start, to: sorted[index + 1] ?? to }));
}

/** The figures of everything between the first stretch and the last. */
export function periodOf(stretches: readonly StretchTotals[]): UptimePeriod {
  const from = stretches[0]?.from ?? 0;
  const to = stretches.at(-1)?.to ?? from;
  const figures = (name: Recorded): UptimeFigures => {
    const totals = stretches.map((stretch) =>
      capped(stretch.totals[name] ?? NOTHING, stretch.to - stretch.from),
    );
    return figuresOf(totals.reduce(plus, NOTHING), to - from);
  };
  return {
    from: formatTimestamp(new Date(from)),
    to: formatTimestamp(new Date(to)),
    overall: figures('overall'),
    services: Object.fromEntries(SERVICES.map((name) => [name, figures(name)])) as UptimePeriod['services'],
  };
}

/** The figures of each step. */
export function seriesOf(stretches: readonly StretchTotals[], step: UptimeStep): UptimePeriod[] {
  const steps = new Map<number, StretchTotals[]>();
  for (const stretch of stretches) {
    const start = stepOf(stretch.from, step);
    steps.set(start, [...(steps.get(start) ?? []), stretch]);
  }
  return [...steps.values()].map(periodOf);
}

/** The figures of so many milliseconds; what the totals do not cover is unknown. */
export function figuresOf(totals: Totals, elapsedMs: number): UptimeFigures {
  const working = totals.up + totals.degraded;
  const judged = working + totals.down;
  return {
    uptime_percent: judged === 0 ? null : Math.floor((working * 100_000) / judged) / 1_000,
    up_seconds: totals.up / 1_000,
    degraded_seconds: totals.degraded / 1_000,
    down_seconds: totals.down / 1_000,
    maintenance_seconds: totals.maintenance / 1_000,
    unknown_seconds: (elapsedMs - sumOf(totals)) / 1_000,
  };
}

function stepOf(moment: number, step: UptimeStep): number {
  return Math.floor(moment / STEP_MS[step]) * STEP_MS[step];
}
