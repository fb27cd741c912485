import { type Decimal, rounded, ZERO } from '../../decimal.js';
import type { Executions } from '../../summary/summary.js';
import type { Fill } from '../fill.js';

type Sums = { -readonly [K in keyof Executions]: Executions[K] };

/** Sums up what was executed, fill by fill. */
export interface Executing {
  readonly sums: Readonly<Sums>;
  /** A fill, and what it realised where that is known. */
  add(fill: Fill, pnl: Decimal | null): void;
  /** A fill that was counted without a price has one now. */
  price(fill: Fill): void;
  realise(difference: Decimal): void;
}

export function createExecuting(): Executing {
  const sums: Sums = {
    fills: 0,
    ...{ volume: ZERO, fees: ZERO, funding: ZERO, realized: ZERO },
    unpriced: 0,
    firstAt: null,
    lastAt: null,
  };

  const addMoney = ({ amount, price, contractSize, feeQuote, funding, rate }: Fill): boolean => {
    if (feeQuote === null || rate === null) return false;
    const inAccount = (value: Decimal): Decimal => rounded(rate.eq(1) ? value : value.times(rate));
    const value = amount.times(price);
    sums.volume = sums.volume.plus(inAccount(contractSize.eq(1) ? value : value.times(contractSize)));
    if (!feeQuote.isZero()) sums.fees = sums.fees.plus(inAccount(feeQuote));
    if (!funding.isZero()) sums.funding = sums.funding.plus(inAccount(funding));
    return true;
  };

  return {
    sums,
    add(fill, pnl) {
      const { executedAt: at } = fill;
      sums.fills += 1;
      if (!addMoney(fill)) sums.unpriced += 1;
      if (pnl !== null) sums.realized = sums.realized.plus(pnl);
      if (sums.firstAt === null || at < sums.firstAt) sums.firstAt = at;
      if (sums.lastAt === null || at > sums.lastAt) sums.lastAt = at;
    },
    price(fill) {
      addMoney(fill);
      sums.unpriced -= 1;
    },
    realise(difference) {
      sums.realized = sums.realized.plus(difference);
    },
  };
}
