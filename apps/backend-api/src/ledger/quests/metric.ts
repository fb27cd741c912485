import { Decimal, ZERO } from '../decimal.js';
import type { Events } from '../summaries/node.js';
import { joinSummaries, type Summary } from '../summary/summary.js';

/** A pure measure of all that an account did, from nothing on. */
export interface Metric {
  /** What changes it. */
  readonly events: Events;
  /** What it is after all that. */
  now(summary: Summary): Decimal;
  /** The most it ever was: it never falls. A quest is completed where this reaches its target. */
  best(summary: Summary): Decimal;
  /** The currency that it is in where it is money. */
  readonly unit: string | null;
  /** Whether its whole part was another at any moment of a stretch than before it. */
  moved(before: Summary, stretch: Summary): boolean;
  /** When it falls back to nothing, the quest has failed until it begins again. */
  readonly breaks: boolean;
}

/** A measure that only grows. */
export function growing(
  events: Events,
  measure: (summary: Summary) => Decimal | number,
  unit: string | null = null,
): Metric {
  const value = (summary: Summary): Decimal => new Decimal(measure(summary));
  return {
    events,
    unit,
    now: value,
    best: value,
    moved: (before, stretch) => !wholeOf(value(before)).eq(wholeOf(value(joinSummaries(before, stretch)))),
    breaks: false,
  };
}

/** Without its fraction; at least 0. */
export function wholeOf(value: Decimal): Decimal {
  return Decimal.max(ZERO, value.floor());
}
