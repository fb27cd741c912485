import type { BookRules } from '../fill.js';
import type { Totals } from './totals.js';

/** Where a fill stands in the order of its book. */
export interface Position {
  /** Milliseconds since 1970. */
  readonly executedAt: number;
  readonly id: string;
}

/**
 * What waits to be folded again: all after `from`, and at least as far as `until`, in milliseconds since 1970. Checkpoints up to `until` may tell
 * what is right without saying anything of what follows.
 */
export interface Refold {
  readonly from: Position;
  readonly until: number;
}

/** The fills of one symbol on one exchange of one account, and what they come to. */
export interface Book {
  readonly id: number;
  readonly accountId: number;
  readonly exchange: string;
  readonly symbol: string;
  rules: BookRules;
  fills: number;
  last: Position | null;
  /** The state of the fold after the last fill; as it was before while a refold waits. */
  state: string;
  totals: Totals;
  refold: Refold | null;
}

/** Before all fills. */
export const BEGINNING: Position = { executedAt: Number.NEGATIVE_INFINITY, id: '' };
