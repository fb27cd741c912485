import type { MarketSummary, SummaryEntry, Ticker } from '@neuratrade/api-contracts';
import { Decimal } from 'decimal.js';
import { stalenessOf } from '../answer.js';
import type { CacheRead } from '../cache/cache.js';

const Exact = Decimal.clone({ precision: 60 });

/** One exchange's ticker as a summary lists it. */
export function entryOf(read: CacheRead<Ticker>): SummaryEntry {
  const { exchange, last, bid, ask, change_percent, base_volume, quote_volume, as_of } = read.value;
  return {
    exchange,
    last,
    bid,
    ask,
    spread_bps: spreadOf(bid, ask),
    change_24h_percent: change_percent,
    base_volume_24h: base_volume,
    quote_volume_24h: quote_volume,
    as_of,
    ...stalenessOf(read),
  };
}

/** (ask − bid) / middle × 10,000 with two decimals; null without both prices. */
export function spreadOf(bid: string | null, ask: string | null): number | null {
  if (bid === null || ask === null) return null;
  const both = new Exact(ask).plus(bid);
  if (!both.isPositive() || both.isZero()) return null;
  return new Exact(ask).minus(bid).times(20_000).div(both).toDecimalPlaces(2).toNumber();
}

/** Where to buy (lowest ask) and to sell (highest bid). Of equal prices the first exchange by name has it; stale ones do not compete. */
export function bestOf(entries: readonly SummaryEntry[]): MarketSummary['best'] {
  const byName = entries.filter(({ stale }) => stale !== true).toSorted(compareNames);
  return {
    buy: bestBy(byName, 'ask', (price, best) => price.lessThan(best)),
    sell: bestBy(byName, 'bid', (price, best) => price.greaterThan(best)),
  };
}

function bestBy(
  entries: readonly SummaryEntry[],
  side: 'bid' | 'ask',
  isBetter: (price: Decimal, best: Decimal) => boolean,
): { exchange: string; price: string } | null {
  let best: { exchange: string; price: string } | null = null;
  for (const { exchange, [side]: price } of entries) {
    if (price === null || !new Exact(price).greaterThan(0)) continue;
    if (best === null || isBetter(new Exact(price), new Exact(best.price))) best = { exchange, price };
  }
  return best;
}

function compareNames(a: SummaryEntry, b: SummaryEntry): number {
  return a.exchange < b.exchange ? -1 : 1;
}
