import type { Bar } from './bar.js';
import { formatUnits } from './decimals.js';
import type { MarketSymbol } from './symbols.js';

const PLACES = 8;

function sumOfPrices({ open, high, low, close }: Bar): bigint {
  return BigInt(open) + BigInt(high) + BigInt(low) + BigInt(close);
}

/** Average price of a bar, the mean of its open, high, low and close, with eight places. */
export function averagePrice(bar: Bar, symbol: MarketSymbol): string {
  return formatUnits(sumOfPrices(bar) * 25n, symbol.tickDecimals + 2, PLACES);
}

/** What `lots` cost at a bar's average price, in the quote currency, with eight places cut off exactly. */
export function quoteVolume(bar: Bar, symbol: MarketSymbol, lots: number): string {
  const decimals = symbol.tickDecimals + symbol.lotDecimals + 2;
  return formatUnits(sumOfPrices(bar) * 25n * BigInt(lots), decimals, PLACES);
}
