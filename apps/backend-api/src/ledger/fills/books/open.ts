import type { Connection } from '../../../platform/db/database.js';
import { Decimal } from '../../decimal.js';
import type { MarketRules, NewFill, Place } from '../new-fill.js';
import { BEGINNING, type Book } from './book.js';
import { addBooks, findBooks } from './repository.js';
import { waitFor } from './waits.js';

/** What is known of the market of a symbol. */
export type RulesOf = (symbol: string) => MarketRules | undefined;

/** The books of fills by symbol, made where there are none; one whose rules become known, or others, waits to be folded again. */
export async function openBooks(
  client: Connection,
  place: Place,
  fills: readonly Pick<NewFill, 'symbol' | 'market'>[],
  rulesOf: RulesOf,
): Promise<Map<string, Book>> {
  const markets = new Map(fills.map(({ symbol, market }) => [symbol, market]));
  const known = await findBooks(client, place, [...markets.keys()]);
  for (const book of known) learn(book, rulesOf(book.symbol));
  for (const { symbol } of known) markets.delete(symbol);
  const missing = [...markets].map(([symbol, market]) => ({
    ...{ symbol, market, amountStep: null, costMin: null },
    ...rulesOf(symbol),
  }));
  const added = missing.length === 0 ? [] : await addBooks(client, place, missing);
  return new Map([...known, ...added].map((book) => [book.symbol, book]));
}

function learn(book: Book, rules: MarketRules | undefined): void {
  const { amountStep, costMin } = book.rules;
  const learnt = {
    amountStep: differing(amountStep, rules?.amountStep),
    costMin: differing(costMin, rules?.costMin),
  };
  if (learnt.amountStep === undefined && learnt.costMin === undefined) return;
  book.rules = {
    ...book.rules,
    amountStep: learnt.amountStep ?? amountStep,
    costMin: learnt.costMin ?? costMin,
  };
  if (book.fills > 0) waitFor(book, { from: BEGINNING, until: Number.POSITIVE_INFINITY });
}

/** What was told, if it is something else than is known. */
function differing(known: Decimal | null, told: string | null | undefined): Decimal | undefined {
  if (told === null || told === undefined || known?.eq(told)) return undefined;
  return new Decimal(told);
}
