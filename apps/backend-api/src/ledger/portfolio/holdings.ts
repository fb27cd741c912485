import type { Balance } from '../balances/balance.js';
import { currenciesOf } from '../currency.js';
import { Decimal, ONE, ZERO } from '../decimal.js';
import { groupBy } from '../fills/group-by.js';
import { shareOf } from '../fills/line.js';
import {
  type Cash,
  type Holding,
  type Holdings,
  type Known,
  NOTHING_TOLD,
  type OpenBook,
} from './holding.js';
import { swapsOf } from './swaps.js';

export interface Currencies {
  readonly currency: string;
  readonly isCash: (asset: string) => boolean;
}

/**
 * What is held, by what is known of it. Of an asset that an exchange's balances name, they say how much there is: as much of it as the
 * fills explain has a cost, the rest has none. Less than nothing is borrowed. An asset that they do not name is gone where the exchange itself was read, and what the
 * fills have left open where somebody told them.
 */
export function holdingsOf(known: Known, currencies: Currencies): Holdings {
  const parts = exchangesOf(known).map((exchange) => {
    const own = <T extends { readonly exchange: string }>(all: readonly T[]): T[] =>
      all.filter((one) => one.exchange === exchange);
    const books = own(known.books);
    const read = own(known.reads)[0];
    const readAt = read?.source === 'sync' ? read.asOf : null;
    const spot = books.filter(({ market }) => market === 'spot');
    const assets = assetsOf({ exchange, readAt, spot, balances: own(known.balances) }, currencies);
    const swaps = books.filter(({ market }) => market === 'swap');
    return { ...assets, positions: [...assets.positions, ...swapsOf(swaps, own(known.swaps))] };
  });
  return {
    cash: parts.flatMap(({ cash }) => cash).filter(({ total }) => !total.isZero()),
    positions: parts.flatMap(({ positions }) => positions).filter(({ size }) => size.gt(0)),
  };
}

/** Every exchange that anything is known of, by name. */
export function exchangesOf({ books, reads, balances, swaps }: Known): string[] {
  const names = [books, reads, balances, swaps].flatMap((all) => all.map(({ exchange }) => exchange));
  return [...new Set(names)].sort();
}

/** The symbols whose prices these need. */
export function symbolsOf({ cash, positions }: Holdings, currency: string): string[] {
  const assets = [
    ...cash.map(({ asset }) => asset),
    ...positions.map(({ symbol }) => currenciesOf(symbol).quote),
  ];
  const others = assets.filter((asset) => asset !== currency).map((asset) => `${asset}/${currency}`);
  return [...new Set([...positions.map(({ symbol }) => symbol), ...others])];
}

interface Place {
  readonly exchange: string;
  readonly readAt: number | null;
  readonly spot: readonly OpenBook[];
  readonly balances: readonly Balance[];
}

function assetsOf({ exchange, readAt, spot, balances }: Place, { currency, isCash }: Currencies): Holdings {
  const cash: Cash[] = [];
  const positions: Holding[] = [];
  const balanceOf = new Map(balances.map((balance) => [balance.asset, balance]));
  const booksOf = groupBy(spot, ({ symbol }) => currenciesOf(symbol).base);
  for (const asset of new Set([...balanceOf.keys(), ...booksOf.keys()])) {
    const balance = balanceOf.get(asset);
    const books = booksOf.get(asset) ?? [];
    const explained = books.reduce((sum, { size }) => sum.plus(size), ZERO);
    const total = balance?.total ?? (readAt === null ? explained : ZERO);
    if (isCash(asset)) {
      cash.push({ exchange, asset, total, free: balance?.free ?? total });
      continue;
    }
    const held = Decimal.max(Decimal.min(explained, total), ZERO);
    positions.push(...books.map((book) => partOf(book, held, explained, readAt)));
    const rest = { ...UNEXPLAINED, exchange, symbol: `${asset}/${currency}`, readAt };
    if (total.isNegative()) positions.push({ ...rest, side: 'short', size: total.neg() });
    else positions.push({ ...rest, size: total.minus(explained) });
  }
  return { cash, positions };
}

const UNEXPLAINED = {
  market: 'spot',
  side: 'long',
  contractSize: ONE,
  cost: null,
  fees: ZERO,
  isDust: true,
  pricePlaces: 0,
  told: NOTHING_TOLD,
} as const;

function partOf(book: OpenBook, held: Decimal, of: Decimal, readAt: number | null): Holding {
  return {
    ...book,
    size: shareOf(book.size, held, of),
    cost: shareOf(book.cost, held, of),
    fees: book.fees && shareOf(book.fees, held, of),
    told: NOTHING_TOLD,
    readAt,
  };
}
