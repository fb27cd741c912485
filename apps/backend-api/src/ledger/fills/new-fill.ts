import type { Account } from '../accounts/service.js';
import type { LineName, Side } from './fill.js';

/** A fill as it comes in, validated. Numbers are plain decimal texts without an exponent. */
export interface NewFill {
  readonly symbol: string;
  readonly market: 'spot' | 'swap';
  readonly id: string;
  readonly side: Side;
  readonly line: LineName;
  readonly price: string;
  readonly amount: string;
  readonly contractSize: string;
  /** Negative costs are rebates. */
  readonly fees: readonly Fee[];
  /** In the quote currency, received > 0. */
  readonly funding: string | null;
  /** Milliseconds since 1970. */
  readonly executedAt: number;
}

export interface Fee {
  readonly cost: string;
  readonly currency: string;
}

/** Whose fills, and where. */
export interface Place {
  readonly account: Account;
  readonly exchange: string;
}

/** Lot size and least order value of a market; null is unknown. */
export interface MarketRules {
  readonly amountStep: string | null;
  readonly costMin: string | null;
}
