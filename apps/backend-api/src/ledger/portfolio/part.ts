import { currenciesOf } from '../currency.js';
import { type Decimal, ONE, ZERO } from '../decimal.js';
import type { Cash, Holding } from './holding.js';
import type { Price } from './quotes.js';
import type { Figures, ValuedPosition } from './valued.js';

/** The prices of now; null where none is known. */
export interface PriceList {
  /** In the quote currency. */
  mark(holding: Holding): Price | null;
  /** In the account's currency. */
  worth(exchange: string, asset: string): Price | null;
}

/** What a holding adds to the figures of its exchange, and what is to be said of it. */
export interface Part extends Figures {
  readonly exchange: string;
  readonly position: ValuedPosition | null;
  /** What is in no sum, for want of a price. */
  readonly unpriced: string | null;
  readonly unknownCost: string | null;
  readonly isPartial: boolean;
  /** When the oldest of what it was made of was read, as far as that is stale. */
  readonly staleSince: number | null;
}

/** What cannot be traded and is worth less is counted without being listed. */
const LEAST = ONE;

const NOTHING = {
  ...{ equity: ZERO, cash: ZERO, exposure: ZERO, unrealized: ZERO, openFees: ZERO },
  ...{ position: null, unpriced: null, unknownCost: null, isPartial: false, staleSince: null },
};

export function cashPart({ exchange, asset, free, total }: Cash, prices: PriceList): Part {
  const worth = prices.worth(exchange, asset);
  if (worth === null) return { ...NOTHING, exchange, unpriced: asset };
  const { price } = worth;
  return {
    ...{ ...NOTHING, exchange },
    equity: total.times(price),
    cash: free.times(price),
    staleSince: staleSince(worth),
  };
}

/** A spot holding is worth what it would fetch, and what is borrowed costs that; a swap has cost nothing and is worth what it gained. */
export function positionPart(
  holding: Holding,
  prices: PriceList,
  { now, oldest }: { readonly now: number; readonly oldest: number },
): Part {
  const { exchange, symbol, market, side, size, contractSize, cost, fees, told, readAt } = holding;
  const { base, quote } = currenciesOf(symbol);
  const mark =
    prices.mark(holding) ?? (told.markPrice && { price: told.markPrice, asOf: readAt ?? now, stale: false });
  const rate = prices.worth(exchange, quote);
  const inCurrency = (amount: Decimal | null): Decimal | null => amount && rate && amount.times(rate.price);
  const value = mark && size.times(contractSize).times(mark.price);
  const gain = value && cost && (side === 'long' ? value.minus(cost) : cost.minus(value));
  const [worth, unrealized] = [inCurrency(value), inCurrency(gain ?? told.unrealized)];
  const fetched = side === 'long' ? worth : (worth?.neg() ?? null);
  const equity = market === 'spot' ? fetched : unrealized;
  const name = market === 'spot' ? base : symbol;
  return {
    exchange,
    equity: equity ?? ZERO,
    cash: ZERO,
    exposure: worth ?? ZERO,
    unrealized: unrealized ?? ZERO,
    openFees: inCurrency(fees) ?? ZERO,
    position: {
      ...{ exchange, symbol, side, size, unrealized, value: worth, pricePlaces: holding.pricePlaces },
      entryPrice: cost?.div(size.times(contractSize)) ?? null,
      markPrice: mark?.price ?? null,
      asOf: least([mark?.asOf, rate?.asOf, readAt]) ?? now,
      isDust: holding.isDust && worth?.lt(LEAST) === true,
    },
    unpriced: equity === null || worth === null ? name : null,
    unknownCost: cost === null ? name : null,
    isPartial: fees === null,
    staleSince: least([
      staleSince(mark),
      staleSince(rate),
      readAt !== null && readAt < oldest ? readAt : null,
    ]),
  };
}

function staleSince(price: Price | null): number | null {
  return price?.stale ? price.asOf : null;
}

export function least(values: readonly (number | null | undefined)[]): number | null {
  const known = values.filter((value) => typeof value === 'number');
  return known.length === 0 ? null : Math.min(...known);
}
