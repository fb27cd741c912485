import type { Performance, RawPerformance } from '@neuratrade/api-contracts';
import { formatTimestamp } from '@neuratrade/health-contracts';
import { duration } from '@neuratrade/service-kit';
import { CURRENCY } from '../currency.js';
import { Decimal } from '../decimal.js';
import { plain, result } from '../format/money.js';
import type { BookTotals } from '../positions/service.js';
import { drawdownOf } from '../summary/drawdown.js';
import { figuresOf } from '../summary/figures.js';
import type { Summary } from '../summary/summary.js';
import type { Ratios } from './ratios.js';
import { sharesBy } from './shares.js';
import type { Window, WindowName } from './windows.js';

export interface Earned {
  readonly summary: Summary;
  readonly windows: Readonly<Record<WindowName, Window>>;
  /** Of what it is told with: as of when, if not of now, and the symbols that are in no sum. */
  readonly staleSince: number | null;
  readonly unpriced: readonly string[];
}

/** What only `raw` tells. */
export interface Details {
  readonly unrealized: Decimal;
  readonly startEquity: Decimal | null;
  readonly ratios: Ratios;
  readonly books: readonly BookTotals[];
}

/** The page's figures, and all others under `raw` where there are details. */
export function performanceOf(earned: Earned, details: Details | null, now: Date): Performance {
  const { summary, windows, staleSince, unpriced } = earned;
  const { best, worst } = summary.closes;
  const { winRatio, profitFactor, averageDurationMs } = figuresOf(summary.closes);
  const money = (amount: Decimal): string => result(amount, CURRENCY);
  return {
    total_trades: summary.closes.trades,
    win_rate: winRate(winRatio),
    profit_factor: profitFactor === null ? null : profitFactor.toDecimalPlaces(6).toNumber(),
    pnl_24h: money(windows['24h'].pnl),
    pnl_24h_percent: windows['24h'].percent,
    pnl_7d: money(windows['7d'].pnl),
    pnl_7d_percent: windows['7d'].percent,
    pnl_30d: money(windows['30d'].pnl),
    pnl_30d_percent: windows['30d'].percent,
    best_trade: best && money(best),
    worst_trade: worst && money(worst),
    avg_trade_duration: averageDurationMs === null ? null : duration(averageDurationMs / 1_000),
    updated_at: formatTimestamp(now),
    ...(staleSince === null ? {} : { stale: true as const, as_of: formatTimestamp(new Date(staleSince)) }),
    ...(unpriced.length === 0 ? {} : { unpriced: [...unpriced] }),
    ...(details === null ? {} : { raw: rawOf(earned, details) }),
  };
}

function rawOf({ summary: { executions, closes }, windows }: Earned, details: Details): RawPerformance {
  const figures = figuresOf(closes);
  const drawdown = drawdownOf(closes.drawdown, details.startEquity);
  return {
    currency: CURRENCY,
    total_trades: closes.trades,
    wins: closes.wins,
    losses: closes.losses,
    draws: figures.draws,
    win_rate: winRate(figures.winRatio),
    profit_factor: figures.profitFactor?.toNumber() ?? null,
    pnl_total: plain(executions.realized),
    pnl_24h: plain(windows['24h'].pnl),
    pnl_24h_percent: windows['24h'].percent,
    pnl_7d: plain(windows['7d'].pnl),
    pnl_7d_percent: windows['7d'].percent,
    pnl_30d: plain(windows['30d'].pnl),
    pnl_30d_percent: windows['30d'].percent,
    unrealized_pnl: plain(details.unrealized),
    best_trade: plainOrNull(closes.best),
    worst_trade: plainOrNull(closes.worst),
    avg_trade_duration_seconds: figures.averageDurationMs === null ? null : figures.averageDurationMs / 1_000,
    expectancy: plainOrNull(figures.expectancy),
    expectancy_ratio: figures.expectancyRatio?.toNumber() ?? null,
    avg_win: plainOrNull(figures.averageWin),
    avg_loss: plainOrNull(figures.averageLoss),
    longest_win_streak: closes.streaks.longestWin,
    longest_loss_streak: closes.streaks.longestLoss,
    max_drawdown: plain(drawdown.max),
    max_drawdown_percent: drawdown.maxRatio?.times(100).toNumber() ?? null,
    max_relative_drawdown_percent: drawdown.maxRelativeRatio?.times(100).toNumber() ?? null,
    ...details.ratios,
    fees: plain(executions.fees),
    funding: plain(executions.funding),
    volume: plain(executions.volume),
    by_symbol: sharesBy(details.books, ({ symbol }) => symbol).map(([symbol, share]) => ({
      symbol,
      ...share,
    })),
    by_exchange: sharesBy(details.books, ({ exchange }) => exchange).map(([exchange, share]) => ({
      exchange,
      ...share,
    })),
  };
}

/** Percent of the trades, with one decimal. */
function winRate(ratio: number): number {
  return new Decimal(ratio).times(100).toDecimalPlaces(1, Decimal.ROUND_HALF_UP).toNumber();
}

function plainOrNull(value: Decimal | null): string | null {
  return value && plain(value);
}
