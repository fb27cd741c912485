import type { Database } from '../../../platform/db/database.js';
import type { Pair } from '../../rates/rate.js';
import type { RateOf } from '../../rates/service.js';
import type { Book, Position } from '../books/book.js';
import { findBook } from '../books/repository.js';
import { waitFor } from '../books/waits.js';
import type { NewFill } from '../new-fill.js';
import { pairsOf, pricedFill } from '../priced.js';
import { fillOf, LINE_NAMES, SIDES } from '../row.js';
import { settle } from '../settle.js';
import { createEffects, type Effects } from '../summaries/effects.js';
import type { Writer } from '../writer.js';
import {
  type Market,
  marketOf,
  type Price,
  readUnpriced,
  type UnpricedRow,
  updatePrices,
} from './repository.js';

export interface RepriceOptions {
  readonly pool: Database;
  readonly write: Writer;
  /** What is remembered, without waiting for exchanges. */
  readonly remembered: (pairs: readonly Pair[]) => Promise<RateOf>;
}

const AT_ONCE = 1_000;

/**
 * Prices those fills of a book, from an instant on, that had no price and for which one is remembered now, and has them folded again. Resolves
 * with how many got one.
 */
export async function repriceBook(options: RepriceOptions, bookId: number, from: number): Promise<number> {
  const { pool, write, remembered } = options;
  const market = await marketOf(pool, bookId);
  if (market === undefined) return 0;
  let after: Position = { executedAt: from, id: '' };
  let priced = 0;
  for (;;) {
    const start = after;
    const rows = await readUnpriced(pool, bookId, start, AT_ONCE);
    const last = rows.at(-1);
    if (last === undefined) return priced;
    const rateOf = await remembered(pairsOf(rows.map((row) => givenOf(row, market))));
    priced += await write(market.accountId, async (client) => {
      const book = (await findBook(client, bookId)) as Book;
      const effects = createEffects();
      const lacking = await readUnpriced(client, bookId, start, AT_ONCE);
      const prices = lacking.flatMap((row) => priceOf(book, row, givenOf(row, market), { rateOf, effects }));
      if (prices.length === 0) return 0;
      await updatePrices(client, bookId, prices);
      await settle(client, market.accountId, [book], effects);
      return prices.length;
    });
    after = last;
  }
}

/** What is known now and was not; nothing where that is nothing. */
function priceOf(
  book: Book,
  row: UnpricedRow,
  given: NewFill,
  { rateOf, effects }: { readonly rateOf: RateOf; readonly effects: Effects },
): Price[] {
  const fill = pricedFill(given, rateOf);
  const feeQuote = row.feeQuote ?? fill.feeQuote?.toFixed() ?? null;
  const rate = row.rate ?? fill.rate?.toFixed() ?? null;
  if (feeQuote === row.feeQuote && rate === row.rate) return [];
  if (feeQuote !== null && rate !== null) effects.priced(book, fillOf({ ...row, feeQuote, rate }));
  waitFor(book, { from: { executedAt: row.executedAt, id: '' }, until: row.executedAt });
  return [{ id: row.id, feeQuote, rate }];
}

const givenOf = (row: UnpricedRow, { symbol, market }: Market): NewFill => ({
  ...row,
  ...{ symbol, market, side: SIDES[row.side], line: LINE_NAMES[row.line], fees: row.fees ?? [] },
});
