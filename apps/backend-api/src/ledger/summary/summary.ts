import { Decimal, ZERO } from '../decimal.js';
import { type Drawdown, join, LEVEL, step } from './drawdown.js';
import { joinStreaks, NO_STREAKS, oneResult, type Streaks } from './streaks.js';

const DAY_MS = 86_400_000;

/** What was executed in a stretch of time, in the account's currency where it is money. */
export interface Executions {
  readonly fills: number;
  readonly volume: Decimal;
  readonly fees: Decimal;
  readonly funding: Decimal;
  readonly realized: Decimal;
  /** Fills whose fees or quote currency have no price yet: they are in no sum of money. */
  readonly unpriced: number;
  readonly firstAt: number | null;
  readonly lastAt: number | null;
}

/** The trades that closed in a stretch of time. Those whose pnl is not known yet are counted apart and nowhere else. */
export interface Closes {
  readonly trades: number;
  readonly wins: number;
  readonly losses: number;
  readonly grossProfit: Decimal;
  readonly grossLoss: Decimal;
  readonly best: Decimal | null;
  readonly worst: Decimal | null;
  readonly durationMs: number;
  readonly unpriced: number;
  readonly lastAt: number | null;
  readonly streaks: Streaks;
  readonly drawdown: Drawdown;
  /** Days (UTC) on which a trade closed, the first and the last of them in days since 1970. */
  readonly days: { readonly count: number; readonly first: number; readonly last: number } | null;
}

/** A stretch of time of one account, such that two that follow each other can be joined. */
export interface Summary {
  readonly executions: Executions;
  readonly closes: Closes;
}

export const NO_EXECUTIONS: Executions = {
  fills: 0,
  ...{ volume: ZERO, fees: ZERO, funding: ZERO, realized: ZERO },
  unpriced: 0,
  firstAt: null,
  lastAt: null,
};

export const NO_CLOSES: Closes = {
  ...{ trades: 0, wins: 0, losses: 0, grossProfit: ZERO, grossLoss: ZERO },
  ...{ best: null, worst: null, durationMs: 0, unpriced: 0, lastAt: null },
  streaks: NO_STREAKS,
  drawdown: LEVEL,
  days: null,
};

export const NOTHING: Summary = { executions: NO_EXECUTIONS, closes: NO_CLOSES };

export interface SummarisedTrade {
  readonly openedAt: number;
  readonly closedAt: number;
  readonly pnl: Decimal | null;
}

/** The trades in the order in which they closed; what closes at one instant is one step of the drawdown. */
export function closesOf(trades: readonly SummarisedTrade[]): Closes {
  let closes = NO_CLOSES;
  for (let index = 0; index < trades.length; ) {
    const at = (trades[index] as SummarisedTrade).closedAt;
    let last = index;
    while (trades[last + 1]?.closedAt === at) last += 1;
    closes = joinCloses(closes, instantOf(trades.slice(index, last + 1), at));
    index = last + 1;
  }
  return closes;
}

function instantOf(trades: readonly SummarisedTrade[], at: number): Closes {
  const priced = trades.filter((trade): trade is SummarisedTrade & { pnl: Decimal } => trade.pnl !== null);
  const unpriced = trades.length - priced.length;
  if (priced.length === 0) return { ...NO_CLOSES, unpriced };
  const day = Math.floor(at / DAY_MS);
  let closes: Closes = { ...NO_CLOSES, unpriced, lastAt: at, days: { count: 1, first: day, last: day } };
  for (const { pnl, openedAt } of priced) {
    const isWin = pnl.gt(0);
    const isLoss = pnl.lt(0);
    closes = {
      ...closes,
      trades: closes.trades + 1,
      wins: closes.wins + Number(isWin),
      losses: closes.losses + Number(isLoss),
      grossProfit: isWin ? closes.grossProfit.plus(pnl) : closes.grossProfit,
      grossLoss: isLoss ? closes.grossLoss.minus(pnl) : closes.grossLoss,
      best: larger(closes.best, pnl),
      worst: smaller(closes.worst, pnl),
      durationMs: closes.durationMs + (at - openedAt),
      streaks: joinStreaks(closes.streaks, oneResult(isWin ? 'win' : isLoss ? 'loss' : 'draw', at)),
    };
  }
  return { ...closes, drawdown: step(closes.grossProfit.minus(closes.grossLoss)) };
}

export function joinExecutions(a: Executions, b: Executions): Executions {
  return {
    fills: a.fills + b.fills,
    volume: a.volume.plus(b.volume),
    fees: a.fees.plus(b.fees),
    funding: a.funding.plus(b.funding),
    realized: a.realized.plus(b.realized),
    unpriced: a.unpriced + b.unpriced,
    firstAt: a.firstAt === null ? b.firstAt : Math.min(a.firstAt, b.firstAt ?? a.firstAt),
    lastAt: a.lastAt === null ? b.lastAt : Math.max(a.lastAt, b.lastAt ?? a.lastAt),
  };
}

/** The earlier stretch and then the later one. No instant may be in both. */
export function joinCloses(a: Closes, b: Closes): Closes {
  return {
    trades: a.trades + b.trades,
    wins: a.wins + b.wins,
    losses: a.losses + b.losses,
    grossProfit: a.grossProfit.plus(b.grossProfit),
    grossLoss: a.grossLoss.plus(b.grossLoss),
    best: larger(a.best, b.best),
    worst: smaller(a.worst, b.worst),
    durationMs: a.durationMs + b.durationMs,
    unpriced: a.unpriced + b.unpriced,
    lastAt: b.lastAt ?? a.lastAt,
    streaks: joinStreaks(a.streaks, b.streaks),
    drawdown: join(a.drawdown, b.drawdown),
    days: joinDays(a.days, b.days),
  };
}

/** The earlier stretch and then the later one. */
export function joinSummaries(a: Summary, b: Summary): Summary {
  return { executions: joinExecutions(a.executions, b.executions), closes: joinCloses(a.closes, b.closes) };
}

function joinDays(a: Closes['days'], b: Closes['days']): Closes['days'] {
  if (a === null || b === null) return a ?? b;
  const shared = Number(a.last === b.first);
  return { count: a.count + b.count - shared, first: a.first, last: b.last };
}

function larger(a: Decimal | null, b: Decimal | null): Decimal | null {
  return a === null || b === null ? (a ?? b) : Decimal.max(a, b);
}

function smaller(a: Decimal | null, b: Decimal | null): Decimal | null {
  return a === null || b === null ? (a ?? b) : Decimal.min(a, b);
}
