import { CURRENCY, currenciesOf } from '../currency.js';
import { Decimal, ONE, rounded, ZERO } from '../decimal.js';
import type { Pair } from '../rates/rate.js';
import type { RateOf } from '../rates/service.js';
import type { Fill } from './fill.js';
import type { NewFill } from './new-fill.js';

const MINUTE_MS = 60_000;

/** What of its money only a market can price, each once. */
export function pairsOf(fills: readonly Pick<NewFill, 'symbol' | 'fees' | 'executedAt'>[]): readonly Pair[] {
  const pairs = new Map<string, Pair>();
  for (const { symbol, fees, executedAt } of fills) {
    const { base, quote } = currenciesOf(symbol);
    const want = (currency: string, unit: string): void => {
      const pair = { currency, in: unit, at: minuteOf(executedAt) };
      pairs.set(`${currency} ${unit} ${pair.at}`, pair);
    };
    if (quote !== CURRENCY) want(quote, CURRENCY);
    for (const { currency } of fees) if (currency !== quote && currency !== base) want(currency, quote);
  }
  return [...pairs.values()];
}

/** The fill as the fold takes it. What `rateOf` does not know is null. */
export function pricedFill(fill: NewFill, rateOf: RateOf, { base, quote } = currenciesOf(fill.symbol)): Fill {
  const at = minuteOf(fill.executedAt);
  const price = new Decimal(fill.price);
  let feeQuote: Decimal | null = ZERO;
  let feeBase = ZERO;
  for (const { cost: text, currency } of fill.fees) {
    const cost = new Decimal(text);
    if (currency === base && currency !== quote) feeBase = feeBase.plus(cost);
    const rate = currency === quote ? ONE : currency === base ? price : rateOf({ currency, in: quote, at });
    feeQuote = feeQuote === null || rate === null ? null : feeQuote.plus(rounded(cost.times(rate)));
  }
  return {
    id: fill.id,
    executedAt: fill.executedAt,
    side: fill.side,
    line: fill.line,
    price,
    amount: new Decimal(fill.amount),
    contractSize: fill.contractSize === '1' ? ONE : new Decimal(fill.contractSize),
    feeQuote,
    feeBase: fill.market === 'spot' ? feeBase : ZERO,
    funding: fill.funding === null ? ZERO : new Decimal(fill.funding),
    rate: quote === CURRENCY ? ONE : rateOf({ currency: quote, in: CURRENCY, at }),
  };
}

const minuteOf = (at: number): number => Math.floor(at / MINUTE_MS) * MINUTE_MS;
