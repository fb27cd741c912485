import type { Decimal } from '../decimal.js';

export type Side = 'buy' | 'sell';

/** A position of one symbol: `net`, or in hedge mode `long` and `short` beside each other. */
export type LineName = 'net' | 'long' | 'short';

/** One execution as the fold takes it. Amounts of swaps are in contracts, prices in the quote currency. */
export interface Fill {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly executedAt: number;
  readonly side: Side;
  readonly line: LineName;
  readonly price: Decimal;
  readonly amount: Decimal;
  readonly contractSize: Decimal;
  /** All its fees in the quote currency, at execution; null while one of them has no price. */
  readonly feeQuote: Decimal | null;
  /** What of its fees was taken from the holding itself, in the base currency; spot only. */
  readonly feeBase: Decimal;
  /** Received with it, in the quote currency; negative when paid. */
  readonly funding: Decimal;
  /** What one of the quote currency was worth in the account's currency at execution; null while that is not known. */
  readonly rate: Decimal | null;
}

/** What closes a position of a book: below the lot or the least order value, a remainder is dust. Null is unknown. */
export interface BookRules {
  readonly market: 'spot' | 'swap';
  readonly amountStep: Decimal | null;
  readonly costMin: Decimal | null;
}
