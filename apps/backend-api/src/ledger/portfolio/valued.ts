import type { Decimal } from '../decimal.js';

/** In the account's currency. */
export interface Figures {
  readonly equity: Decimal;
  /** Stablecoins that are free to be used, at their price. */
  readonly cash: Decimal;
  /** Σ |value of a position|. */
  readonly exposure: Decimal;
  /** Of the positions whose cost is known. */
  readonly unrealized: Decimal;
  /** Entry fees less funding that no closing fill has realised yet. */
  readonly openFees: Decimal;
}

/** Part of what is held, or all of it. Prices are in the symbol's quote currency, `unrealized` and `value` in the account's. */
export interface ValuedPosition {
  readonly exchange: string;
  readonly symbol: string;
  readonly side: 'long' | 'short';
  readonly size: Decimal;
  /** Null where it is not known what it cost. */
  readonly entryPrice: Decimal | null;
  /** Null while nothing prices it. */
  readonly markPrice: Decimal | null;
  readonly unrealized: Decimal | null;
  /** Without sign. */
  readonly value: Decimal | null;
  /** When the older of its size and its price was read, in milliseconds of the epoch. */
  readonly asOf: number;
  /** The decimal places that an average of its prices is worth. */
  readonly pricePlaces: number;
  /** Too little to be worth a line: counted in every sum all the same. */
  readonly isDust: boolean;
}

export interface ValuedExchange extends Figures {
  readonly exchange: string;
  readonly stale: boolean;
  /** When its balances were read; null where none ever were. */
  readonly asOf: number | null;
}

/** An account as it is worth now. */
export interface Valued extends Figures {
  /** The largest first. */
  readonly positions: readonly ValuedPosition[];
  readonly exchanges: readonly ValuedExchange[];
  readonly stale: boolean;
  /** When the oldest of what is stale was read; null where nothing is. */
  readonly asOf: number | null;
  /** What is held and in no sum, because nothing prices it. */
  readonly unpriced: readonly string[];
  /** What is held of unknown cost: its changes of price are in no pnl. */
  readonly unknownCost: readonly string[];
  /** Something is in no sum: it could not be priced, or an exchange's balances are not known. */
  readonly partial: boolean;
  /** Whether anything is known of the account: neither balances nor positions are a zero that means nothing. */
  readonly known: boolean;
}
