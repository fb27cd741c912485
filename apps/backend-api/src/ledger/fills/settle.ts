import type { Connection } from '../../platform/db/database.js';
import type { Book } from './books/book.js';
import { updateBooks } from './books/repository.js';
import { isOpen } from './books/state.js';
import { refoldBook } from './refold/refold.js';
import { countFills } from './repository.js';
import { readLines } from './state.js';
import type { Effects } from './summaries/effects.js';
import { updateSummaries } from './summaries/update.js';

/** As many fills are folded again within the transaction that makes it necessary; more wait for the background. */
const REFOLD_AT_ONCE = 20_000;

/** Ends what a writer of an account does: folds again what is short, and brings summaries and books up to date. */
export async function settle(
  client: Connection,
  accountId: number,
  books: readonly Book[],
  effects: Effects,
): Promise<void> {
  for (const book of books) if (await isShort(client, book)) await refoldBook(client, book, effects);
  await writeFigures(client, accountId, books, effects);
}

export async function writeFigures(
  client: Connection,
  accountId: number,
  books: readonly Book[],
  effects: Effects,
): Promise<void> {
  await updateSummaries(client, accountId, effects.end());
  await updateBooks(
    client,
    books.map((book) => ({ ...book, isOpen: isOpen(readLines(book.state)) })),
  );
}

async function isShort(client: Connection, { id, fills, refold }: Book): Promise<boolean> {
  if (refold === null) return false;
  if (fills <= REFOLD_AT_ONCE) return true;
  return (await countFills(client, id, refold.from.executedAt, REFOLD_AT_ONCE + 1)) <= REFOLD_AT_ONCE;
}
