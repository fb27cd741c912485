import { AppError } from '@neuratrade/service-kit';
import { z } from 'zod';
import { formatUnits, parseUnits } from '../market/decimals.js';
import type { Book, Level } from '../market/depth.js';
import { highestPrice, type MarketSymbol } from '../market/symbols.js';
import type { ExchangeParts } from '../protocol/endpoint.js';
import { marketNamed } from './market-named.js';
import { parseWish } from './wish.js';

const MOST_LEVELS = 5_000;
const number = z.union([z.string(), z.number()], 'must be a decimal text').transform(String);
const side = z
  .array(z.tuple([number, number], 'must be [price, quantity]'), 'must be a list of [price, quantity]')
  .max(MOST_LEVELS, `must have at most ${MOST_LEVELS} levels`);
const schema = z.record(
  z.string(),
  z.strictObject({ bids: side, asks: side }, 'must be an object with bids and asks'),
  'send an object such as {"BTC/USDT":{"bids":[["45999.99","1"]],"asks":[["46000","1"]]}}',
);

/** Fixes order books until they are released, and matches with them the orders that rest there. All or none are set. */
export function fixBooks({ market, accounts, desk }: ExchangeParts, wish: unknown, now: number) {
  const read = parseWish(schema, wish, 'order book');
  const books = Object.entries(read).map(([name, sides]) => {
    const symbol = marketNamed(market, name);
    return { symbol, book: readBook(symbol, sides) };
  });
  if (books.length === 0) throw new AppError('bad_request', 'Name at least one market, such as BTC/USDT.');
  for (const account of accounts.list()) desk.settle(account, now);
  for (const { symbol, book } of books) {
    market.fixBook(symbol, book);
    desk.rebook(accounts.list(), symbol, now);
  }
  return {
    books: Object.fromEntries(
      books.map(({ symbol, book }) => [symbol.unified, { bids: book.bids.length, asks: book.asks.length }]),
    ),
  };
}

function readBook(symbol: MarketSymbol, sides: { bids: [string, string][]; asks: [string, string][] }): Book {
  const level = (what: string, [price, quantity]: [string, string]): Level => {
    const ticks = parseUnits(price, symbol.tickDecimals) ?? 0;
    const lots = parseUnits(quantity, symbol.lotDecimals) ?? 0;
    if (ticks > 0 && ticks <= highestPrice(symbol) && lots > 0) return [ticks, lots];
    const tick = formatUnits(1, symbol.tickDecimals);
    const lot = formatUnits(1, symbol.lotDecimals);
    throw new AppError(
      'bad_request',
      `The level [${price}, ${quantity}] among the ${what} of ${symbol.unified} is none: prices are multiples of ${tick} and quantities of ${lot}, both above zero.`,
    );
  };
  const bids = sides.bids.map((entry) => level('bids', entry)).sort(([a], [b]) => b - a);
  const asks = sides.asks.map((entry) => level('asks', entry)).sort(([a], [b]) => a - b);
  const [bid, ask] = [bids[0]?.[0], asks[0]?.[0]];
  if (bid !== undefined && ask !== undefined && bid >= ask) {
    throw new AppError(
      'bad_request',
      `The best bid of ${symbol.unified} must be below its best ask, or they would trade.`,
    );
  }
  return { bids, asks };
}
