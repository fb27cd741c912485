/** What is read again: the last day, the last week, everything. */
export type Sweep = 'day' | 'week' | 'all';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** How far back each goes, and how often, the longest first: some exchanges tell a fill late, or leave one out for once. */
const SWEEPS = [
  { sweep: 'all', back: null, every: 30 * DAY },
  { sweep: 'week', back: 7 * DAY, every: DAY },
  { sweep: 'day', back: DAY, every: HOUR },
] as const satisfies readonly { sweep: Sweep; back: number | null; every: number }[];

type Swept = Readonly<Record<Sweep, number>>;

/** The longest whose time has come, and since when it reads; null is from the first fill on. Instants in milliseconds of the epoch. */
export function sweepDue(
  swept: Swept,
  now: number,
): { readonly sweep: Sweep; readonly since: number | null } | null {
  const due = SWEEPS.find(({ sweep, every }) => now - swept[sweep] >= every);
  return due === undefined ? null : { sweep: due.sweep, since: due.back === null ? null : now - due.back };
}

/** Whatever read a longer stretch has read the shorter ones. */
export function sweptBy(swept: Swept, sweep: Sweep, now: number): Swept {
  const from = SWEEPS.findIndex((known) => known.sweep === sweep);
  return { ...swept, ...Object.fromEntries(SWEEPS.slice(from).map((known) => [known.sweep, now])) };
}
