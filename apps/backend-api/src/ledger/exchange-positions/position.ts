import type { Decimal } from '../decimal.js';

/** A position of derivatives as its exchange tells it: `size` in contracts, prices and `unrealized` in the quote currency; null is what it does not tell. */
interface PositionOf<T> {
  readonly symbol: string;
  readonly side: 'long' | 'short';
  readonly size: T;
  readonly contractSize: T;
  readonly entryPrice: T | null;
  readonly markPrice: T | null;
  readonly unrealized: T | null;
}

/** As it comes in, in decimal texts. */
export type ToldPosition = PositionOf<string>;

/** As it was told at `asOf`, milliseconds of the epoch. */
export interface ExchangePosition extends PositionOf<Decimal> {
  readonly exchange: string;
  readonly asOf: number;
}
