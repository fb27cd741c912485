import type { Execution } from '@neuratrade/api-contracts';
import { isSame, laterOf, type Mark, markOf, toldMark } from './mark.js';
import type { Pass } from './pass.js';

/** One answer of an exchange about the fills of one symbol. */
export interface Page {
  readonly trades: readonly Execution[];
  /** What asks for the next one; null where there is none for now. */
  readonly next: string | null;
  /** The exchange's clock, milliseconds of the epoch; null where it does not tell it. */
  readonly clock: number | null;
}

/** What a page is worth. */
export interface Judgement {
  /** Executions that lie where they may. */
  readonly valid: readonly Execution[];
  /** Why the page is not believed; null when it is. */
  readonly suspicious: string | null;
  /** Whether it has later fills than the last one that is known, and lacks that. */
  readonly beyond: boolean;
  /** The stretch with this page read. */
  readonly read: Pass;
  /** Whether it was the last page of the stretch. */
  readonly ends: boolean;
}

/** How far ahead of its exchange's clock an execution may be. */
const AHEAD_MS = 5 * 60_000;
/** How wrong the clock of an exchange may be. */
const WRONG_CLOCK_MS = 86_400_000;

/**
 * Judges a page: it is believed when all its executions lie between what was asked for and now by the exchange's own clock, when they
 * follow on the page before, and when the last fill that is known is among them as soon as they reach beyond it. `now` in milliseconds.
 */
export function judgePage(pass: Pass, { trades, next, clock }: Page, now: number): Judgement {
  const from = Math.max(pass.since ?? 0, pass.last?.at ?? 0);
  const until = Math.max(clock ?? now, now) + AHEAD_MS;
  const marks = trades.map(markOf);
  const fits = ({ at }: Mark): boolean => at >= from && at <= until;
  const last = marks.filter(fits).reduce<Mark | null>(laterOf, pass.last);
  const { anchor } = pass;
  const seen = pass.seen || isAmong(anchor, marks);
  const beyond = !seen && anchor !== null && last !== null && last.at > anchor.at;
  const read: Pass = { ...pass, next, last, seen, pages: pass.pages + 1 };
  const ends = next === null;
  const wrong = wrongClock(clock, now);
  return {
    valid: wrong === null ? trades.filter((_, index) => fits(marks[index] as Mark)) : [],
    suspicious:
      wrong ??
      misplaced(marks, from, until) ??
      (!ends && next === pass.next ? 'it asks for itself again' : null) ??
      missing(!seen && (beyond || (ends && !pass.tooOld)) ? anchor : null),
    beyond,
    read,
    ends,
  };
}

function isAmong(wanted: Mark | null, marks: readonly Mark[]): boolean {
  return wanted !== null && marks.some((mark) => isSame(mark, wanted));
}

function missing(known: Mark | null): string | null {
  return known === null ? null : `${toldMark(known)}, which is known, is missing`;
}

function wrongClock(clock: number | null, now: number): string | null {
  if (clock === null || Math.abs(clock - now) <= WRONG_CLOCK_MS) return null;
  return 'the clock of the exchange is more than a day off';
}

function misplaced(marks: readonly Mark[], from: number, until: number): string | null {
  const early = marks.find(({ at }) => at < from);
  if (early !== undefined) return `${toldMark(early)} is older than what was asked for`;
  const late = marks.find(({ at }) => at > until);
  return late === undefined ? null : `${toldMark(late)} is in the future`;
}
