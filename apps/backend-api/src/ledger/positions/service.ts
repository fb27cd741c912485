import type { Database } from '../../platform/db/database.js';
import { orUnavailable } from '../../platform/db/unavailable.js';
import type { Decimal } from '../decimal.js';
import { listBooks, listHeldSymbols } from '../fills/books/repository.js';
import type { Totals } from '../fills/books/totals.js';
import type { LineName } from '../fills/fill.js';
import { readLines } from '../fills/state.js';

/** What is held of a symbol by its fills. */
export interface OpenPosition {
  readonly exchange: string;
  readonly symbol: string;
  readonly market: 'spot' | 'swap';
  readonly line: LineName;
  readonly side: 'long' | 'short';
  readonly size: Decimal;
  /** Size × average entry price × contract size, in the quote currency. */
  readonly cost: Decimal;
  /** What opening it cost and is not realised yet, in the quote currency; null while a part of that has no price. */
  readonly fees: Decimal | null;
  /** Received for what is open and not realised yet, in the quote currency. */
  readonly funding: Decimal;
  readonly contractSize: Decimal;
  /** What is left of a trade that ended, too little to be traded. */
  readonly isDust: boolean;
  /** The most decimal places that the price of a fill of this symbol has. */
  readonly pricePlaces: number;
}

export interface BookTotals extends Totals {
  readonly exchange: string;
  readonly symbol: string;
  readonly market: 'spot' | 'swap';
}

/** Every call rejects with an AppError that says what to do. */
export interface Positions {
  /** By exchange, symbol and line. */
  open(accountId: number): Promise<readonly OpenPosition[]>;
  /** What any account has open, each symbol once. */
  heldSymbols(): Promise<readonly string[]>;
  /** By exchange and symbol. */
  totals(accountId: number): Promise<readonly BookTotals[]>;
}

export interface PositionsOptions {
  readonly pool: Database;
  /** Why the database failed, in a few words. */
  readonly reasonOf: (error: unknown) => string;
}

export function createPositions({ pool, reasonOf }: PositionsOptions): Positions {
  return {
    async open(accountId) {
      const books = await orUnavailable(listBooks(pool, { accountId, openOnly: true }), reasonOf);
      return books.flatMap(({ exchange, symbol, rules, state, totals }) =>
        Object.entries(readLines(state)).flatMap(([line, { direction, trade, ...held }]): OpenPosition[] => {
          const { size, cost, fees, funding, contractSize } = held;
          if (size.isZero()) return [];
          return [
            {
              ...{ exchange, symbol, market: rules.market, line: line as LineName },
              side: direction === 1 ? 'long' : 'short',
              ...{ size, cost, fees, funding, contractSize },
              isDust: trade === null,
              pricePlaces: totals.pricePlaces,
            },
          ];
        }),
      );
    },
    heldSymbols: () => orUnavailable(listHeldSymbols(pool), reasonOf),
    async totals(accountId) {
      const books = await orUnavailable(listBooks(pool, { accountId, openOnly: false }), reasonOf);
      return books.map(({ exchange, symbol, rules: { market }, totals }) => ({
        ...{ exchange, symbol, market },
        ...totals,
      }));
    },
  };
}
