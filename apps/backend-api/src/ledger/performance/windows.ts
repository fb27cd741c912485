import { type Decimal, ZERO } from '../decimal.js';
import type { Snapshot } from '../equity/service.js';
import type { Flow } from '../transfers/service.js';
import { impliedStart, modifiedDietz } from './dietz.js';

const HOUR_MS = 3_600_000;

/** A snapshot that is older does not say what there was. */
export const SNAPSHOT_MS = HOUR_MS;
const DAY_MS = 24 * HOUR_MS;

/** How far back the windows look from now, in milliseconds. */
export const WINDOWS = { '24h': DAY_MS, '7d': 7 * DAY_MS, '30d': 30 * DAY_MS } as const;

export type WindowName = keyof typeof WINDOWS;
export const WINDOW_NAMES = Object.keys(WINDOWS) as WindowName[];

export interface Window {
  readonly pnl: Decimal;
  readonly percent: number | null;
}

export interface WindowFacts {
  readonly now: number;
  readonly pnl: Decimal;
  /** The last snapshot of the account at or before the window's start. */
  readonly snapshot: Snapshot | null;
  /** Since the first of the snapshots at least. */
  readonly flows: readonly Flow[];
  /** Null where it is not wholly known. */
  readonly equityNow: Decimal | null;
  /** Nothing was realised yet, ever. */
  readonly isIdle: boolean;
}

/** What was earned since an instant, and in percent of what was there. */
export function windowOf(from: number, facts: WindowFacts): Window {
  const { now, pnl, snapshot, equityNow, isIdle } = facts;
  const seen = startOf(snapshot, from);
  const flows = flowsSince(from, facts).map(({ at, value }) => ({ at: Math.max(at, from), value }));
  const startEquity = seen ?? (equityNow === null ? null : impliedStart(equityNow, { pnl, flows }));
  const percent = isIdle ? 0 : modifiedDietz({ from, to: now, pnl, startEquity, flows });
  return { pnl, percent };
}

/** What came and went in all since the snapshot that says what there was at an instant, or since that; null where one of it has no price. */
export function netFlowsSince(
  from: number,
  facts: Pick<WindowFacts, 'now' | 'snapshot' | 'flows'>,
): Decimal | null {
  return flowsSince(from, facts).reduce<Decimal | null>(
    (sum, { value }) => (sum === null || value === null ? null : sum.plus(value)),
    ZERO,
  );
}

function flowsSince(
  from: number,
  { now, snapshot, flows }: Pick<WindowFacts, 'now' | 'snapshot' | 'flows'>,
): readonly Flow[] {
  const seenAt = snapshot === null || startOf(snapshot, from) === null ? from : snapshot.at;
  return flows.filter(({ at }) => at > seenAt && at <= now);
}

/** What an account was worth at an instant: as a whole snapshot of at most an hour before it says. */
export function startOf(snapshot: Snapshot | null, from: number): Decimal | null {
  if (snapshot === null || snapshot.partial || from - snapshot.at > SNAPSHOT_MS) return null;
  return snapshot.equity;
}
