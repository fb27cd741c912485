import { CURRENCY, currenciesOf } from '../../currency.js';
import type { Pair } from '../rate.js';
import type { RateOf } from '../service.js';
import type { UnpricedFill } from './repository.js';

/** What a fill needs to know for its fees, and for its quote currency. */
export interface Lacking {
  readonly fees: readonly Pair[];
  readonly quote: readonly Pair[];
}

export function lackingOf({ symbol, executedAt: at, fees, lacksFee, lacksRate }: UnpricedFill): Lacking {
  const { base, quote } = currenciesOf(symbol);
  const foreign = (fees ?? []).filter(({ currency }) => currency !== base && currency !== quote);
  return {
    fees: lacksFee ? foreign.map(({ currency }) => ({ currency, in: quote, at })) : [],
    quote: lacksRate ? [{ currency: quote, in: CURRENCY, at }] : [],
  };
}

/** Whether its fees can be counted now, or its quote currency. */
export function canBePriced({ fees, quote }: Lacking, rateOf: RateOf): boolean {
  return [fees, quote].some((pairs) => pairs.length > 0 && pairs.every((pair) => rateOf(pair) !== null));
}
