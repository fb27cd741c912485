import type { ActiveExchanges } from '../../market/active/exchange.js';
import type { RateSource } from './source.js';
import type { Trouble } from './trouble.js';

/** A market between two currencies; `inverse` when it prices the second in the first. */
export interface RateMarket {
  readonly exchange: string;
  readonly symbol: string;
  readonly inverse: boolean;
}

interface Listed {
  readonly markets: readonly RateMarket[];
  /** Whether every exchange has told what it lists. */
  readonly complete: boolean;
}

/** The markets of all active exchanges that price one currency in another, those that do so directly first. */
export type Listing = (currency: string, quote: string, signal: AbortSignal) => Promise<Listed>;

export interface ListingOptions {
  readonly source: Pick<RateSource, 'symbols'>;
  readonly active: ActiveExchanges;
  readonly trouble: Trouble;
  readonly now?: () => number;
}

/** What an exchange lists is asked again after an hour. */
const KEPT_MS = 3_600_000;

export function createListing({ source, active, trouble, now = Date.now }: ListingOptions): Listing {
  const kept = new Map<string, { readonly symbols: ReadonlySet<string>; readonly at: number }>();

  const symbolsOf = async (
    exchange: string,
    signal: AbortSignal,
  ): Promise<ReadonlySet<string> | undefined> => {
    const known = kept.get(exchange);
    if (known !== undefined && known.at > now() - KEPT_MS) return known.symbols;
    if (!trouble.isReady({ exchange })) return undefined;
    try {
      const symbols = await source.symbols(exchange, signal);
      trouble.worked({ exchange });
      kept.set(exchange, { symbols, at: now() });
      return symbols;
    } catch (error) {
      if (!signal.aborted) trouble.failed({ exchange }, error);
      return undefined;
    }
  };

  return async (currency, quote, signal) => {
    const exchanges = active();
    const listed = await Promise.all(
      exchanges.map(async (exchange) => ({ exchange, symbols: await symbolsOf(exchange, signal) })),
    );
    const marketsAs = (symbol: string, inverse: boolean): RateMarket[] =>
      listed
        .filter(({ symbols }) => symbols?.has(symbol))
        .map(({ exchange }) => ({ exchange, symbol, inverse }));
    return {
      markets: [...marketsAs(`${currency}/${quote}`, false), ...marketsAs(`${quote}/${currency}`, true)],
      complete:
        exchanges.length > 0 &&
        listed.every(({ exchange, symbols }) => symbols !== undefined || trouble.isGivenUp({ exchange })),
    };
  };
}
