import { compareFills } from '../order.js';
import type { Book, Refold } from './book.js';

/** Makes a book wait to be folded again, besides what it waits for already. */
export function waitFor(book: Book, { from, until }: Refold): void {
  const { refold } = book;
  book.refold = {
    from: refold === null || compareFills(from, refold.from) < 0 ? from : refold.from,
    until: Math.max(until, refold?.until ?? until),
  };
}
