import { ZERO } from '../decimal.js';
import type { ExchangePosition } from '../exchange-positions/position.js';
import { type Holding, NOTHING_TOLD, type OpenBook } from './holding.js';

/**
 * The swaps of one exchange: those that it tells where it tells any, else what the fills have left open. A told one costs what the fills
 * say when they explain all of it, else what the exchange says.
 */
export function swapsOf(books: readonly OpenBook[], told: readonly ExchangePosition[]): Holding[] {
  if (told.length === 0) return books.map((book) => ({ ...book, told: NOTHING_TOLD, readAt: null }));
  return told.map((position) => {
    const { exchange, symbol, side, size, contractSize, entryPrice, markPrice, unrealized } = position;
    const of = { exchange, symbol, side, size, contractSize, market: 'swap', readAt: position.asOf } as const;
    const book = books.find((one) => one.symbol === symbol && one.side === side);
    const explained = book?.size.eq(size) && book.contractSize.eq(contractSize) ? book : undefined;
    return {
      ...of,
      cost: explained?.cost ?? entryPrice?.times(size).times(contractSize) ?? null,
      fees: book === undefined ? ZERO : book.fees,
      isDust: explained?.isDust ?? false,
      pricePlaces: Math.max(book?.pricePlaces ?? 0, entryPrice?.decimalPlaces() ?? 0),
      told: { markPrice, unrealized },
    };
  });
}
