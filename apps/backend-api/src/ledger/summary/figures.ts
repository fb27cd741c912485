import type { Decimal } from '../decimal.js';
import type { Closes } from './summary.js';

export interface TradeFigures {
  readonly draws: number;
  readonly pnl: Decimal;
  /** Wins ÷ trades; 0 without trades. */
  readonly winRatio: number;
  /** Σ wins ÷ |Σ losses|; null without losses. */
  readonly profitFactor: Decimal | null;
  readonly averageWin: Decimal | null;
  /** Below 0. */
  readonly averageLoss: Decimal | null;
  /**
   * What a trade earns on average: win rate × average win − loss rate × average loss (Van Tharp, *Trade Your Way to Financial Freedom*), which is
   * Σ pnl ÷ trades.
   */
  readonly expectancy: Decimal | null;
  /** (1 + average win ÷ average loss) × win rate − 1; null without losses. */
  readonly expectancyRatio: Decimal | null;
  readonly averageDurationMs: number | null;
}

export function figuresOf(closes: Closes): TradeFigures {
  const { trades, wins, losses, grossProfit, grossLoss, durationMs } = closes;
  const pnl = grossProfit.minus(grossLoss);
  const averageWin = wins === 0 ? null : grossProfit.div(wins);
  const averageLoss = losses === 0 ? null : grossLoss.neg().div(losses);
  const riskReward = averageLoss === null ? null : (averageWin?.div(averageLoss.neg()) ?? grossProfit);
  return {
    draws: trades - wins - losses,
    pnl,
    winRatio: trades === 0 ? 0 : wins / trades,
    profitFactor: losses === 0 ? null : grossProfit.div(grossLoss),
    averageWin,
    averageLoss,
    expectancy: trades === 0 ? null : pnl.div(trades),
    expectancyRatio: riskReward === null ? null : riskReward.plus(1).times(wins).div(trades).minus(1),
    averageDurationMs: trades === 0 ? null : durationMs / trades,
  };
}
