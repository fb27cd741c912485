import type { Performance } from '@neuratrade/api-contracts';
import type { Account } from '../accounts/service.js';
import { type Decimal, ZERO } from '../decimal.js';
import type { Equity } from '../equity/service.js';
import type { Portfolios, Valued } from '../portfolio/service.js';
import type { BookTotals, Positions } from '../positions/service.js';
import type { Summaries } from '../summaries/service.js';
import type { Summary } from '../summary/summary.js';
import type { Flow, Transfers } from '../transfers/service.js';
import { type Details, performanceOf } from './figures.js';
import type { PerformanceQuery } from './input.js';
import { type DailyEquity, dailyReturns, ratiosOf } from './ratios.js';
import {
  netFlowsSince,
  SNAPSHOT_MS,
  startOf,
  WINDOW_NAMES,
  WINDOWS,
  type Window,
  type WindowName,
  windowOf,
} from './windows.js';

/** What an account earned. Rejects with `unavailable` while the database is. */
export interface Performances {
  of(account: Account, query: PerformanceQuery): Promise<Performance>;
  /** What it earned since an instant (milliseconds since 1970), where it is worth this now. */
  since(account: Account, from: number, valued: Valued): Promise<EarnedSince>;
}

/**
 * `startEquity` is what there was then, null where no snapshot says that; `flows` deposits − withdrawals since, null where one of them has no price;
 * `unpriced` the symbols that are in no sum.
 */
export interface EarnedSince extends Window {
  readonly startEquity: Decimal | null;
  readonly flows: Decimal | null;
  readonly unpriced: readonly string[];
}

export interface PerformancesOptions {
  readonly summaries: Pick<Summaries, 'since'>;
  readonly equity: Pick<Equity, 'atEach' | 'wholeFrom' | 'daily'>;
  readonly transfers: Pick<Transfers, 'flows'>;
  readonly positions: Pick<Positions, 'totals'>;
  readonly portfolios: Portfolios;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
}

const DAY_MS = 86_400_000;
/** The longest window, and as far before it as a snapshot may be. */
const LONGEST_MS = Math.max(...Object.values(WINDOWS)) + SNAPSHOT_MS;

interface Rest {
  readonly valued: Valued;
  readonly books: readonly BookTotals[];
  readonly days: readonly DailyEquity[];
  readonly startEquity: Decimal | null;
}

export function createPerformances(options: PerformancesOptions): Performances {
  const { summaries, equity, transfers, positions, portfolios, clock = Date.now } = options;

  const firstEquity = async ({ id }: Account): Promise<Decimal | null> => {
    const snapshot = await equity.wholeFrom(id, 0);
    return snapshot === null || snapshot.partial ? null : snapshot.equity;
  };

  /** What only the whole answer needs, asked for at once. */
  const restOf = async (account: Account, { startEquity }: PerformanceQuery): Promise<Rest> => {
    const [valued, books, days, first] = await Promise.all([
      portfolios.of(account),
      positions.totals(account.id),
      equity.daily(account.id),
      startEquity ?? firstEquity(account),
    ]);
    return { valued, books, days, startEquity: first };
  };

  const unpricedOf = async (account: Account, books?: readonly BookTotals[]): Promise<readonly string[]> => {
    const all = books ?? (await positions.totals(account.id));
    return namesOf(all.filter(({ unpriced }) => unpriced > 0));
  };

  return {
    async of(account, query) {
      const now = clock();
      const instants = WINDOW_NAMES.map((name) => now - WINDOWS[name]);
      const [{ summary, realized }, flows, snapshots, rest] = await Promise.all([
        summaries.since(account.id, instants),
        transfers.flows(account.id, query.raw ? 0 : now - LONGEST_MS, now),
        equity.atEach(account.id, instants),
        query.raw ? restOf(account, query) : null,
      ]);
      const isIdle = isIdleIn(summary);
      const isGuess = snapshots.some((snapshot, index) => startOf(snapshot, instants[index] ?? 0) === null);
      const valued = rest?.valued ?? (isGuess && !isIdle ? await portfolios.of(account) : null);
      const equityNow = wholeEquity(valued);
      const windows = Object.fromEntries(
        WINDOW_NAMES.map((name, index): [WindowName, Window] => {
          const [pnl, snapshot = null] = [realized[index] as Decimal, snapshots[index]];
          return [name, windowOf(now - WINDOWS[name], { now, pnl, snapshot, flows, equityNow, isIdle })];
        }),
      ) as Record<WindowName, Window>;
      const earned = {
        ...{ summary, windows },
        staleSince: valued?.stale ? valued.asOf : null,
        unpriced: isUnpricedIn(summary) ? await unpricedOf(account, rest?.books) : [],
      };
      return performanceOf(earned, rest && detailsOf(rest, flows, now), new Date(now));
    },
    async since(account, from, valued) {
      const now = clock();
      const [{ summary, realized }, flows, snapshot] = await Promise.all([
        summaries.since(account.id, [from]),
        transfers.flows(account.id, from - SNAPSHOT_MS, now),
        equity.atEach(account.id, [from]).then(([found = null]) => found),
      ]);
      const [pnl = ZERO] = realized;
      const [equityNow, isIdle] = [wholeEquity(valued), isIdleIn(summary)];
      return {
        ...windowOf(from, { now, pnl, snapshot, flows, equityNow, isIdle }),
        startEquity: startOf(snapshot, from),
        flows: netFlowsSince(from, { now, snapshot, flows }),
        unpriced: isUnpricedIn(summary) ? await unpricedOf(account) : [],
      };
    },
  };
}

function isUnpricedIn({ executions }: Summary): boolean {
  return executions.unpriced > 0;
}

function isIdleIn(summary: Summary): boolean {
  return !isUnpricedIn(summary) && summary.closes.trades === 0 && summary.executions.realized.isZero();
}

/** Days that are over, in whole. */
function detailsOf({ valued, books, days, startEquity }: Rest, flows: readonly Flow[], now: number): Details {
  const over = days.filter(({ day }) => day < Math.floor(now / DAY_MS));
  return {
    ...{ books, startEquity, unrealized: valued.unrealized },
    ratios: ratiosOf(dailyReturns(over, flows)),
  };
}

/** Equity now, where nothing is missing from it. */
function wholeEquity(valued: Valued | null): Decimal | null {
  return valued?.known && !valued.partial ? valued.equity : null;
}

function namesOf(books: readonly { readonly symbol: string }[]): string[] {
  return [...new Set(books.map(({ symbol }) => symbol))].sort();
}
