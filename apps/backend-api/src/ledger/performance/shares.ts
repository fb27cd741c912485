import { type Decimal, ZERO } from '../decimal.js';
import { plain } from '../format/money.js';
import type { BookTotals } from '../positions/service.js';

const COUNTS = ['trades', 'wins', 'losses', 'draws'] as const;
const SUMS = ['pnl', 'fees', 'funding', 'volume'] as const;

type Share = Record<(typeof COUNTS)[number], number> & Record<(typeof SUMS)[number], string>;

/** What the books of one symbol, or of one exchange, have in all; by name. */
export function sharesBy(
  books: readonly BookTotals[],
  nameOf: (book: BookTotals) => string,
): readonly (readonly [string, Share])[] {
  const groups = new Map<string, BookTotals[]>();
  for (const book of books) {
    const group = groups.get(nameOf(book));
    if (group === undefined) groups.set(nameOf(book), [book]);
    else group.push(book);
  }
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, group]) => [name, shareOf(group)] as const);
}

function shareOf(books: readonly BookTotals[]): Share {
  const counts = COUNTS.map((key) => [key, books.reduce((sum, book) => sum + book[key], 0)]);
  const sums = SUMS.map((key) => [
    key,
    plain(books.reduce<Decimal>((sum, book) => sum.plus(book[key]), ZERO)),
  ]);
  return Object.fromEntries([...counts, ...sums]) as Share;
}
