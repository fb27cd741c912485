import { ZERO } from '../decimal.js';
import type { Holdings, Known } from './holding.js';
import { exchangesOf } from './holdings.js';
import { cashPart, least, type Part, type PriceList, positionPart } from './part.js';
import type { Figures, Valued, ValuedExchange, ValuedPosition } from './valued.js';

/** What an account is worth at these prices. `oldAfterMs` is the age after which what an exchange told of itself is stale. */
export function valuedOf(
  known: Known,
  { cash, positions }: Holdings,
  prices: PriceList,
  { now, oldAfterMs }: { readonly now: number; readonly oldAfterMs: number },
): Valued {
  const oldest = now - oldAfterMs;
  const parts = [
    ...cash.map((one) => cashPart(one, prices)),
    ...positions.map((holding) => positionPart(holding, prices, { now, oldest })),
  ];
  const exchanges = exchangesOf(known).map((exchange) => exchangeOf(exchange, known, parts, oldest));
  const unpriced = namesOf(parts.map((part) => part.unpriced));
  return {
    ...sumOf(exchanges),
    positions: parts.flatMap(({ position }) => position ?? []).sort(byValue),
    exchanges: exchanges.map(({ staleSince: _, ...exchange }) => exchange),
    stale: exchanges.some(({ stale }) => stale),
    asOf: least(exchanges.map(({ staleSince }) => staleSince)),
    unpriced,
    unknownCost: namesOf(parts.map((part) => part.unknownCost)),
    partial:
      unpriced.length > 0 ||
      parts.some(({ isPartial }) => isPartial) ||
      exchanges.some(({ asOf }) => asOf === null),
    known: parts.length > 0 || exchanges.some(({ asOf }) => asOf !== null),
  };
}

function exchangeOf(
  exchange: string,
  { reads }: Known,
  all: readonly Part[],
  oldest: number,
): ValuedExchange & { readonly staleSince: number | null } {
  const parts = all.filter((part) => part.exchange === exchange);
  const read = reads.find((one) => one.exchange === exchange);
  const asOf = read?.asOf ?? null;
  const isOld = read?.source === 'sync' && (asOf ?? 0) < oldest;
  const isFailing = read !== undefined && (read.failedSince !== null || isOld);
  const staleSince = least([...parts.map((part) => part.staleSince), isFailing ? asOf : null]);
  return { exchange, ...sumOf(parts), stale: isFailing || staleSince !== null, asOf, staleSince };
}

function sumOf(all: readonly Figures[]): Figures {
  const sum = (figure: keyof Figures) => all.reduce((total, one) => total.plus(one[figure]), ZERO);
  return {
    equity: sum('equity'),
    cash: sum('cash'),
    exposure: sum('exposure'),
    unrealized: sum('unrealized'),
    openFees: sum('openFees'),
  };
}

function namesOf(names: readonly (string | null)[]): string[] {
  return [...new Set(names.flatMap((name) => name ?? []))].sort();
}

function byValue(a: ValuedPosition, b: ValuedPosition): number {
  const byWorth = (b.value ?? ZERO).comparedTo(a.value ?? ZERO);
  return byWorth || order(a.symbol, b.symbol) || order(a.exchange, b.exchange);
}

const order = (a: string, b: string): number => Number(a > b) - Number(a < b);
