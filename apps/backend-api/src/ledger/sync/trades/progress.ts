import type { Judgement } from './judge.js';
import { isSame, laterOf, type Mark } from './mark.js';
import type { Pass } from './pass.js';
import { type Sweep, sweepDue, sweptBy } from './sweeps.js';

/** How far the fills of one symbol are read. */
export interface TradesProgress {
  /** Everything up to this one is stored; null before the first. */
  readonly anchor: Mark | null;
  /** Whether the history was read to its end once. */
  readonly complete: boolean;
  readonly pass: Pass | null;
  /** What is read again besides. */
  readonly sweep: Pass | null;
  /** When each stretch was read again, milliseconds of the epoch. */
  readonly swept: Readonly<Record<Sweep, number>>;
  /** How often in a row an answer went beyond the last fill that is known, and lacked it. */
  readonly missed: number;
  /** Since when no answer had that fill, milliseconds of the epoch; null where the last one had it. */
  readonly lackingSince: number | null;
}

export const NOTHING_READ: TradesProgress = {
  anchor: null,
  complete: false,
  pass: null,
  sweep: null,
  swept: { day: 0, week: 0, all: 0 },
  missed: 0,
  lackingSince: null,
};

/** How far every reading goes back behind the last fill. */
const OVERLAP = 600_000;
const MINUTE = 60_000;
/** After so many answers that lack a fill and have later ones, the exchange has forgotten it. */
const FORGOTTEN = 5;
/** What no answer had for so long is too old to be told: many exchanges tell no more than a month or three. */
const TOO_OLD_MS = 86_400_000;

/** The stretch in which to look for what is new: the one that is under way, or one that goes back behind the last fill. */
export function passOf(progress: TradesProgress, now: number): Pass {
  const { pass, anchor, missed } = progress;
  if (pass !== null) return pass;
  const since = anchor === null ? null : Math.max(anchor.at - OVERLAP, 0);
  return begun({ since, anchor: missed >= FORGOTTEN ? null : anchor, sweep: null }, progress, now);
}

/** The stretch to read again: the one that is under way, or one whose time has come; null where there is none. */
export function sweepOf(progress: TradesProgress, now: number): Pass | null {
  const { sweep, anchor, complete, swept } = progress;
  if (sweep !== null || anchor === null || !complete) return sweep;
  const due = sweepDue(swept, now);
  if (due === null) return null;
  const since = due.since === null ? null : Math.max(Math.min(due.since, anchor.at) - OVERLAP, 0);
  return begun({ since, anchor, sweep: due.sweep }, progress, now);
}

/** It begins with a whole minute, since there are exchanges that tell times in whole seconds. */
function begun(
  { since: from, anchor, sweep }: Pick<Pass, 'since' | 'anchor' | 'sweep'>,
  { lackingSince }: TradesProgress,
  now: number,
): Pass {
  const since = from === null ? null : Math.floor(from / MINUTE) * MINUTE;
  const tooOld = lackingSince !== null && now - lackingSince >= TOO_OLD_MS;
  return { since, next: null, anchor, seen: anchor === null, tooOld, last: null, pages: 0, sweep };
}

/**
 * What is known after a page. One that is not believed moves nothing. A history is complete when a look behind its last fill finds nothing
 * later.
 */
export function afterPage(progress: TradesProgress, judgement: Judgement, now: number): TradesProgress {
  const { suspicious, beyond, read, ends } = judgement;
  const goesOn = suspicious === null && !ends ? read : null;
  const lackingSince = lackingAfter(progress, judgement, now);
  if (read.sweep !== null) {
    const isDone = suspicious === null && ends;
    const swept = isDone ? sweptBy(progress.swept, read.sweep, now) : progress.swept;
    return { ...progress, sweep: goesOn, swept };
  }
  if (suspicious !== null) {
    return { ...progress, pass: null, missed: beyond ? progress.missed + 1 : 0, lackingSince };
  }
  const anchor = read.seen ? laterOf(progress.anchor, read.last) : progress.anchor;
  const nothingNew = anchor !== null && read.anchor !== null && isSame(anchor, read.anchor);
  return {
    ...progress,
    anchor,
    complete: progress.complete || (ends && (read.pages === 1 || nothingNew)),
    pass: goesOn,
    missed: ends ? 0 : progress.missed,
    lackingSince,
  };
}

function lackingAfter(
  { lackingSince }: TradesProgress,
  { read, ends }: Judgement,
  now: number,
): number | null {
  if (read.seen) return null;
  return ends ? (lackingSince ?? now) : lackingSince;
}
