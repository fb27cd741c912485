import { AMOUNT_DECIMALS } from '../accounts/amount.js';
import type { MarketSymbol } from '../market/symbols.js';

/** Lots of a market as an amount of its base currency. */
export function baseAmount({ lotDecimals }: MarketSymbol, lots: number): bigint {
  return BigInt(lots) * 10n ** BigInt(AMOUNT_DECIMALS - lotDecimals);
}

/** What lots come to at a price in ticks, as an amount of the quote currency; exact. */
export function quoteAmount(
  { tickDecimals, lotDecimals }: MarketSymbol,
  ticks: number,
  lots: number,
): bigint {
  return BigInt(ticks) * BigInt(lots) * 10n ** BigInt(AMOUNT_DECIMALS - tickDecimals - lotDecimals);
}
