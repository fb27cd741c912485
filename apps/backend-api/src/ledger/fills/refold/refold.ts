import type { Connection } from '../../../platform/db/database.js';
import { BEGINNING, type Book, type Position } from '../books/book.js';
import { stateOf } from '../books/state.js';
import { lastCheckpoint } from '../checkpoints/repository.js';
import { createFold, type Fold } from '../fold.js';
import { readLines } from '../state.js';
import type { Effects } from '../summaries/effects.js';
import { type FoldedChunk, foldChunk } from './fold-chunk.js';
import { type Chunk, readChunk } from './read-chunk.js';
import { writeChunk } from './write-chunk.js';

/**
 * Folds the fills of a book again from where its refold waits, at most about `limit` of them, and writes what differs. It goes on from the
 * checkpoint before, and stops early where the state is what a checkpoint beyond the refold's `until` says. What is left to do stays in
 * `book.refold`. While it folds some, the database reads the next. Resolves with how many fills it folded.
 */
export async function refoldBook(
  client: Connection,
  book: Book,
  effects: Effects,
  limit = Number.POSITIVE_INFINITY,
): Promise<number> {
  if (book.refold === null) return 0;
  const { from, until } = book.refold;
  const begin = await lastCheckpoint(client, book.id, from);
  const fold = createFold(book.rules, begin === undefined ? {} : readLines(begin.state));
  let after: Position = begin ?? BEGINNING;
  let count = 0;
  let chunk: Chunk | undefined = await readChunk(client, book.id, after);
  while (chunk !== undefined) {
    const isEnough: boolean = chunk.isLast || count + chunk.fills.length >= limit;
    const [folded, next]: [FoldedChunk, Chunk | undefined] = await Promise.all([
      foldChunk(book, fold, chunk, until),
      isEnough ? undefined : readChunk(client, book.id, chunk.end),
    ]);
    await writeChunk(client, book, chunk, folded, effects);
    count += folded.count;
    if (folded.isKnown) {
      book.refold = null;
      return count;
    }
    after = chunk.end;
    if (chunk.isLast) end(book, after, fold);
    else book.refold = { from: after, until: Math.max(until, after.executedAt) };
    chunk = next;
  }
  return count;
}

function end(book: Book, { executedAt, id }: Position, fold: Fold): void {
  book.refold = null;
  book.last = id === '' ? null : { executedAt, id };
  book.state = stateOf(fold.lines);
}
