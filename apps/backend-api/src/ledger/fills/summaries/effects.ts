import type { Decimal } from '../../decimal.js';
import { type Executions, joinExecutions, NO_EXECUTIONS } from '../../summary/summary.js';
import type { Book } from '../books/book.js';
import { withExecutions, withTrade } from '../books/totals.js';
import type { Fill } from '../fill.js';
import type { ClosedTrade } from '../fold.js';
import type { Close } from './close.js';
import { createExecuting, type Executing } from './executing.js';
import { HOUR_MS } from './spans.js';

/** What a transaction changed in one hour of an account. */
export interface HourChange {
  /** To be added to what was executed. */
  executions: Executions;
  /** Trades that closed and were not there. */
  readonly added: Close[];
  /** Trades are not what they were: all of the hour are to be read again. */
  again: boolean;
}

export type Hours = ReadonlyMap<number, HourChange>;

/** Collects what a transaction does to the figures of an account and of its books. */
export interface Effects {
  stored(book: Book, fill: Fill, pnl: Decimal | null): void;
  /** A fill realised something else than it did. */
  realised(book: Book, at: number, difference: Decimal): void;
  /** A fill that had no price has one now. */
  priced(book: Book, fill: Fill): void;
  closed(book: Book, trade: Pick<ClosedTrade, 'closedBy' | 'openedAt' | 'closedAt' | 'pnl'>): void;
  /** A trade is not there any more. */
  removed(book: Book, trade: { readonly closedAt: number; readonly pnl: Decimal | null }): void;
  /** Ends collecting: the totals of the books are right now, and this is what happened to the hours. */
  end(): Hours;
}

export function createEffects(): Effects {
  const hours = new Map<number, HourChange>();
  let current: { readonly book: Book; readonly start: number; readonly executing: Executing } | undefined;

  const hourOf = (start: number): HourChange => {
    let hour = hours.get(start);
    if (hour === undefined) {
      hour = { executions: NO_EXECUTIONS, added: [], again: false };
      hours.set(start, hour);
    }
    return hour;
  };
  const flush = (): void => {
    if (current === undefined) return;
    const { book, start, executing } = current;
    const hour = hourOf(start);
    hour.executions = joinExecutions(hour.executions, executing.sums);
    book.totals = withExecutions(book.totals, executing.sums);
    current = undefined;
  };
  const executing = (book: Book, at: number): Executing => {
    const start = startOfHour(at);
    if (current?.book !== book || current.start !== start) {
      flush();
      current = { book, start, executing: createExecuting() };
    }
    return current.executing;
  };

  return {
    stored(book, fill, pnl) {
      executing(book, fill.executedAt).add(fill, pnl);
      book.fills += 1;
      const places = fill.price.decimalPlaces();
      if (places > book.totals.pricePlaces) book.totals = { ...book.totals, pricePlaces: places };
    },
    realised: (book, at, difference) => executing(book, at).realise(difference),
    priced: (book, fill) => executing(book, fill.executedAt).price(fill),
    closed(book, { closedBy: id, openedAt, closedAt, pnl }) {
      const { exchange, symbol } = book;
      hourOf(startOfHour(closedAt)).added.push({ exchange, symbol, id, openedAt, closedAt, pnl });
      book.totals = withTrade(book.totals, pnl, 1);
    },
    removed(book, { closedAt, pnl }) {
      hourOf(startOfHour(closedAt)).again = true;
      book.totals = withTrade(book.totals, pnl, -1);
    },
    end() {
      flush();
      return hours;
    },
  };
}

const startOfHour = (at: number): number => Math.floor(at / HOUR_MS) * HOUR_MS;
