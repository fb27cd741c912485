import type { Connection } from '../../platform/db/database.js';
import type { RateOf } from '../rates/service.js';
import { addFills, appendFills, type Doing } from './append.js';
import type { Book } from './books/book.js';
import { openBooks, type RulesOf } from './books/open.js';
import { waitFor } from './books/waits.js';
import { createBreath } from './breathe.js';
import { groupBy } from './group-by.js';
import type { NewFill, Place } from './new-fill.js';
import { compareFills } from './order.js';
import { settle } from './settle.js';
import { type Known, sortOut } from './sort-out.js';
import { createEffects } from './summaries/effects.js';
import { createWrites } from './writes.js';

export interface BatchOptions {
  readonly rateOf: RateOf;
  readonly rulesOf: RulesOf;
}

export interface Batch extends Known {
  /** Some of it is folded in the background. */
  readonly waits: boolean;
}

/** Stores those fills that are new; its caller is the account's one writer. */
export async function storeBatch(
  client: Connection,
  place: Place,
  fills: readonly NewFill[],
  { rateOf, rulesOf }: BatchOptions,
): Promise<Batch> {
  const accountId = place.account.id;
  const books = await openBooks(client, place, fills, rulesOf);
  const known = await sortOut(client, books, fills);
  const doing: Doing = {
    rateOf,
    writes: createWrites(client, accountId),
    effects: createEffects(),
    breath: createBreath(),
  };
  const isKnown = new Set([...known.duplicates, ...known.conflicts]);
  const bySymbol = groupBy(
    fills.filter((_, index) => !isKnown.has(index)),
    ({ symbol }) => symbol,
  );
  for (const [symbol, given] of bySymbol)
    await take(books.get(symbol) as Book, given.sort(compareFills), doing);
  if (bySymbol.size === 0 && !isAnyWaiting(books)) return { ...known, waits: false };
  await doing.writes.end();
  await settle(client, accountId, [...books.values()], doing.effects);
  return { ...known, waits: isAnyWaiting(books) };
}

function isAnyWaiting(books: ReadonlyMap<string, Book>): boolean {
  return [...books.values()].some(({ refold }) => refold !== null);
}

/** Folds what comes after all that is known of a book; what does not, or comes after something that waits, waits too. */
async function take(book: Book, fills: readonly NewFill[], doing: Doing): Promise<void> {
  const [first, last] = [fills[0], fills.at(-1)];
  if (first === undefined || last === undefined) return;
  const isAfter = book.last === null || compareFills(first, book.last) > 0;
  if (isAfter && book.refold === null) return appendFills(book, fills, doing);
  await addFills(book, fills, doing);
  waitFor(book, { from: { executedAt: first.executedAt, id: '' }, until: last.executedAt });
}
