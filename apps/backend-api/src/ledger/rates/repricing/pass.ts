import { withDeadline } from '@neuratrade/service-kit';
import type { Rates } from '../service.js';
import { canBePriced, type Lacking, lackingOf } from './lacking.js';
import type { UnpricedFill } from './repository.js';

export interface PassOptions {
  readonly list: (before: UnpricedFill | undefined, limit: number) => Promise<readonly UnpricedFill[]>;
  readonly rates: Pick<Rates, 'search' | 'isPaused'>;
  /** Prolongs the lease; whether it still is this process's. */
  readonly hold: () => Promise<boolean>;
  readonly closing: AbortSignal;
}

/** Of a book, the earliest fill that can be priced now, in milliseconds of the epoch, and how many can. */
export interface Priceable {
  readonly from: number;
  readonly fills: number;
}

export interface Pass {
  /** The books that can be folded anew. */
  readonly books: ReadonlyMap<number, Priceable>;
  /** Whether there was anything without a price. */
  readonly lacked: boolean;
}

const AT_ONCE = 1_000;
/** A pass ends after so long, so that what came meanwhile is not kept waiting. */
const LONGEST_MS = 60_000;
const ONE_SEARCH_MS = 20_000;

/** Looks for what unpriced fills lack, the latest first: as long as there is something to be had, a `deep` pass also beyond. */
export async function findPriceable(
  { list, rates, hold, closing }: PassOptions,
  deep: boolean,
): Promise<Pass> {
  const books = new Map<number, Priceable>();
  const end = Date.now() + LONGEST_MS;
  let fills = await list(undefined, AT_ONCE);
  const lacked = fills.length > 0;
  while (fills.length > 0) {
    const lacking = fills.map((fill) => ({ fill, lacks: lackingOf(fill) }));
    const rateOf = await withDeadline(ONE_SEARCH_MS, closing, (limit) =>
      rates.search(lacking.flatMap(pairsOf), limit),
    );
    const found = lacking.filter(({ lacks }) => canBePriced(lacks, rateOf));
    for (const { fill } of found) add(books, fill);
    const worthIt = found.length > 0 || (deep && !rates.isPaused());
    const more = fills.length === AT_ONCE && worthIt && Date.now() < end && !closing.aborted;
    if (!more || !(await hold())) break;
    fills = await list(fills.at(-1), AT_ONCE);
  }
  return { books, lacked };
}

const pairsOf = ({ lacks: { fees, quote } }: { readonly lacks: Lacking }) => [...fees, ...quote];

function add(books: Map<number, Priceable>, { bookId, executedAt }: UnpricedFill): void {
  const known = books.get(bookId);
  books.set(bookId, {
    from: Math.min(known?.from ?? executedAt, executedAt),
    fills: (known?.fills ?? 0) + 1,
  });
}
