import { Decimal, ZERO } from '../../decimal.js';
import type { Executions } from '../../summary/summary.js';

/** What a book comes to, money in the account's currency. What has no price yet is in `unpriced` and in no sum. */
export interface Totals {
  readonly fills: number;
  readonly trades: number;
  readonly wins: number;
  readonly losses: number;
  readonly draws: number;
  /** Realised, net. */
  readonly pnl: Decimal;
  readonly fees: Decimal;
  readonly funding: Decimal;
  readonly volume: Decimal;
  readonly unpriced: number;
  /** The most decimal places that the price of one of its fills has. */
  readonly pricePlaces: number;
}

const NO_TOTALS: Totals = {
  ...{ fills: 0, trades: 0, wins: 0, losses: 0, draws: 0 },
  ...{ pnl: ZERO, fees: ZERO, funding: ZERO, volume: ZERO },
  ...{ unpriced: 0, pricePlaces: 0 },
};

export function withExecutions(totals: Totals, executions: Executions): Totals {
  return {
    ...totals,
    fills: totals.fills + executions.fills,
    pnl: totals.pnl.plus(executions.realized),
    fees: totals.fees.plus(executions.fees),
    funding: totals.funding.plus(executions.funding),
    volume: totals.volume.plus(executions.volume),
    unpriced: totals.unpriced + executions.unpriced,
  };
}

/** With one trade more, or one less. */
export function withTrade(totals: Totals, pnl: Decimal | null, count: 1 | -1): Totals {
  if (pnl === null) return totals;
  return {
    ...totals,
    trades: totals.trades + count,
    wins: totals.wins + (pnl.gt(0) ? count : 0),
    losses: totals.losses + (pnl.lt(0) ? count : 0),
    draws: totals.draws + (pnl.isZero() ? count : 0),
  };
}

export function writeTotals(totals: Totals): string {
  return JSON.stringify(totals, (_, value: unknown) => (value instanceof Decimal ? value.toFixed() : value));
}

const DECIMALS = new Set(['pnl', 'fees', 'funding', 'volume']);

/** What {@link writeTotals} wrote; what is missing is 0. */
export function readTotals(text: string): Totals {
  const written = JSON.parse(text, (key, value: unknown) =>
    DECIMALS.has(key) ? new Decimal(value as string) : value,
  ) as Partial<Totals>;
  return { ...NO_TOTALS, ...written };
}
