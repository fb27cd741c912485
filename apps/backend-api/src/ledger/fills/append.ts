import { currenciesOf } from '../currency.js';
import type { RateOf } from '../rates/service.js';
import type { Book } from './books/book.js';
import { stateOf } from './books/state.js';
import type { Breath } from './breathe.js';
import { CHECKPOINT_EVERY } from './checkpoints/checkpoint.js';
import { createFold } from './fold.js';
import type { NewFill } from './new-fill.js';
import { pricedFill } from './priced.js';
import { rowOf } from './row.js';
import { readLines } from './state.js';
import type { Effects } from './summaries/effects.js';
import { tradeRowOf } from './trades/trade.js';
import type { Writes } from './writes.js';

/** What a batch does, and what it is worth. */
export interface Doing {
  readonly rateOf: RateOf;
  readonly writes: Writes;
  readonly effects: Effects;
  readonly breath: Breath;
}

/** Folds fills that come after all of their book, in order. */
export async function appendFills(
  book: Book,
  fills: readonly NewFill[],
  { rateOf, writes, effects, breath }: Doing,
): Promise<void> {
  const fold = createFold(book.rules, readLines(book.state));
  const currencies = currenciesOf(book.symbol);
  for (const given of fills) {
    const fill = pricedFill(given, rateOf, currencies);
    const { pnl = null, trade } = fold.apply(fill);
    writes.fill(rowOf(book.id, fill, given, pnl));
    effects.stored(book, fill, pnl);
    if (trade !== undefined) {
      writes.trade(tradeRowOf(book.id, trade));
      effects.closed(book, trade);
    }
    if (book.fills % CHECKPOINT_EVERY === 0) {
      const { executedAt, id } = fill;
      writes.checkpoint({ bookId: book.id, executedAt, id, state: stateOf(fold.lines) });
    }
    if (breath.isDue()) await breath.take();
  }
  const last = fills.at(-1);
  if (last !== undefined) book.last = { executedAt: last.executedAt, id: last.id };
  book.state = stateOf(fold.lines);
}

/** Takes fills that a refold will fold: among those known, or after some that wait for it. */
export async function addFills(
  book: Book,
  fills: readonly NewFill[],
  { rateOf, writes, effects, breath }: Doing,
): Promise<void> {
  const currencies = currenciesOf(book.symbol);
  for (const given of fills) {
    const fill = pricedFill(given, rateOf, currencies);
    writes.fill(rowOf(book.id, fill, given, null));
    effects.stored(book, fill, null);
    if (breath.isDue()) await breath.take();
  }
}
