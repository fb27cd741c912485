import type { Side } from '../accounts/orders.js';
import type { MarketSymbol } from '../market/symbols.js';
import { baseAmount, quoteAmount } from './amounts.js';
import type { Execution } from './match.js';

/** What an execution costs: an amount of a currency. */
export interface Commission {
  readonly asset: string;
  readonly amount: bigint;
}

/** Fees in hundred-thousandths: 0.1 % of what is received, or 0.075 % of the value in BNB. */
const USUAL = 100n;
const IN_BNB = 75n;
const WHOLE = 100_000n;

/** The fee of an execution, taken from what it brings in. */
export function usualCommission(symbol: MarketSymbol, side: Side, { ticks, lots }: Execution): Commission {
  return side === 'BUY'
    ? { asset: symbol.base, amount: (baseAmount(symbol, lots) * USUAL) / WHOLE }
    : { asset: symbol.quote, amount: (quoteAmount(symbol, ticks, lots) * USUAL) / WHOLE };
}

/** The fee of an execution in BNB, at that market's price in ticks. */
export function bnbCommission(
  symbol: MarketSymbol,
  { ticks, lots }: Execution,
  bnb: { readonly symbol: MarketSymbol; readonly ticks: number },
): Commission {
  const value = quoteAmount(symbol, ticks, lots) * IN_BNB * 10n ** BigInt(bnb.symbol.tickDecimals);
  return { asset: bnb.symbol.base, amount: value / (WHOLE * BigInt(bnb.ticks)) };
}
