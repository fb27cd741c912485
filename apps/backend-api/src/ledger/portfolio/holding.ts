import type { Balance, BalanceRead } from '../balances/balance.js';
import type { Decimal } from '../decimal.js';
import type { ExchangePosition } from '../exchange-positions/position.js';

/** What the known fills of a book have left open; `cost` and `fees` are in the symbol's quote currency. */
export interface OpenBook {
  readonly exchange: string;
  readonly symbol: string;
  readonly market: 'spot' | 'swap';
  readonly side: 'long' | 'short';
  readonly size: Decimal;
  readonly contractSize: Decimal;
  /** Size × average entry price × contract size. */
  readonly cost: Decimal;
  /** Entry fees less funding that no closing fill has realised yet; null while one of them has no price. */
  readonly fees: Decimal | null;
  /** Too little to be traded. */
  readonly isDust: boolean;
  /** The decimal places of its prices. */
  readonly pricePlaces: number;
}

/** What is known of an account. */
export interface Known {
  readonly books: readonly OpenBook[];
  readonly balances: readonly Balance[];
  readonly reads: readonly BalanceRead[];
  readonly swaps: readonly ExchangePosition[];
}

/** What is held, or the part of it that has one cost. */
export interface Holding extends Omit<OpenBook, 'cost'> {
  /** Null where it is not known. */
  readonly cost: Decimal | null;
  /** What the exchange itself says of it, for where nothing else does. */
  readonly told: { readonly markPrice: Decimal | null; readonly unrealized: Decimal | null };
  /** When its exchange told the size; null where it comes of fills. */
  readonly readAt: number | null;
}

/** A stablecoin on an exchange. */
export interface Cash {
  readonly exchange: string;
  readonly asset: string;
  readonly free: Decimal;
  readonly total: Decimal;
}

export interface Holdings {
  readonly cash: readonly Cash[];
  readonly positions: readonly Holding[];
}

export const NOTHING_TOLD = { markPrice: null, unrealized: null };
