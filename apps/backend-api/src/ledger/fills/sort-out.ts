import type { Connection } from '../../platform/db/database.js';
import type { Book } from './books/book.js';
import { type Content, isSameContent } from './content.js';
import type { NewFill } from './new-fill.js';
import { knownFills } from './repository.js';

/** Places in the list of fills that were given; what is in none of both is new. */
export interface Known {
  readonly duplicates: number[];
  readonly conflicts: number[];
}

/** Which fills are known or given twice, and which contradict one that is: by content, or by the kind of market. */
export async function sortOut(
  client: Connection,
  books: ReadonlyMap<string, Book>,
  fills: readonly NewFill[],
): Promise<Known> {
  const known = await askFor(client, books, fills);
  const first = new Map<string, NewFill>();
  const result: Known = { duplicates: [], conflicts: [] };
  for (const [index, fill] of fills.entries()) {
    const key = `${fill.symbol} ${fill.id}`;
    const before = known.get(index) ?? first.get(key);
    if (books.get(fill.symbol)?.rules.market !== fill.market) result.conflicts.push(index);
    else if (before === undefined) first.set(key, fill);
    else result[isSameContent(before, fill) ? 'duplicates' : 'conflicts'].push(index);
  }
  return result;
}

/** What is stored under the ids of fills, by their places. */
async function askFor(
  client: Connection,
  books: ReadonlyMap<string, Book>,
  fills: readonly NewFill[],
): Promise<ReadonlyMap<number, Content>> {
  const asked: { index: number; bookId: number; id: string }[] = [];
  for (const [index, { symbol, id }] of fills.entries()) {
    const book = books.get(symbol);
    if (book !== undefined && book.fills > 0) asked.push({ index, bookId: book.id, id });
  }
  if (asked.length === 0) return new Map();
  const known = await knownFills(client, asked);
  return new Map([...known].map(([place, content]) => [asked[place]?.index as number, content]));
}
