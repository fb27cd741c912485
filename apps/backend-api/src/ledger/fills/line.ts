import { type Decimal, rounded, ZERO } from '../decimal.js';

/** What a trade that goes on has seen so far. */
export interface OpenTrade {
  readonly openedAt: number;
  opened: Decimal;
  openedValue: Decimal;
  closed: Decimal;
  closedValue: Decimal;
  /** Net, in the account's currency; null once part of it cannot be said. */
  pnl: Decimal | null;
  /** Realised, in the quote currency. */
  fees: Decimal | null;
  funding: Decimal;
}

/** A position. Without a trade it is empty, or dust. */
export interface Line {
  direction: 1 | -1;
  size: Decimal;
  /** Size × average entry price × contract size. */
  cost: Decimal;
  /** Fees and funding of what was opened and is not closed yet, in the quote currency. */
  fees: Decimal | null;
  funding: Decimal;
  contractSize: Decimal;
  /** The largest size since it was last empty or dust. */
  largest: Decimal;
  trade: OpenTrade | null;
}

export function emptyLine(direction: 1 | -1, contractSize: Decimal): Line {
  return {
    direction,
    ...{ size: ZERO, cost: ZERO, fees: ZERO, funding: ZERO },
    contractSize,
    largest: ZERO,
    trade: null,
  };
}

/** A part of what has been accumulated by a position, `part` of `whole`, rounded; exact where that is all of it. */
export function shareOf(total: Decimal, part: Decimal, whole: Decimal): Decimal {
  if (total.isZero() || part.eq(whole)) return total;
  return rounded(total.times(part).div(whole));
}
