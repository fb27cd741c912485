import { type Book, bookAt } from './depth.js';
import { createPath, type PricePath } from './path.js';
import { findMarket, MARKETS, type MarketSymbol } from './symbols.js';
import { createWalk } from './walk.js';

/** All markets of one simulator, each with its price path. */
export interface Market {
  readonly symbols: readonly MarketSymbol[];
  find(name: string): MarketSymbol | undefined;
  path(symbol: MarketSymbol): PricePath;
  /** The order book during that second: the fixed one, else that about the last price. */
  book(symbol: MarketSymbol, second: number, levels: number): Book;
  /** The book that stays as it is until it is released. */
  fixedBook(symbol: MarketSymbol): Book | undefined;
  fixBook(symbol: MarketSymbol, book: Book): void;
  /** Lets all books move again and returns how many were fixed. */
  releaseBooks(): number;
}

/** Sets up the markets for a seed; prices are computed when asked for. */
export function createMarket(seed: string): Market {
  const paths = new Map(MARKETS.map((symbol) => [symbol.id, createPath(createWalk(seed, symbol))]));
  const fixed = new Map<string, Book>();
  const path = (symbol: MarketSymbol) => paths.get(symbol.id) as PricePath;
  return {
    symbols: MARKETS,
    find: findMarket,
    path,
    book(symbol, second, levels) {
      const book = fixed.get(symbol.id);
      if (book === undefined) return bookAt(symbol, second, path(symbol).priceAt(second), levels);
      return { bids: book.bids.slice(0, levels), asks: book.asks.slice(0, levels) };
    },
    fixedBook: (symbol) => fixed.get(symbol.id),
    fixBook: (symbol, book) => void fixed.set(symbol.id, book),
    releaseBooks() {
      const count = fixed.size;
      fixed.clear();
      return count;
    },
  };
}
