import type { MarketInfo } from '@neuratrade/api-contracts';
import type { PrivateClient } from '../client.js';

/** The markets of an exchange by their symbols. */
type Markets = ReadonlyMap<string, MarketInfo>;

export type MarketsOf = (exchange: string, signal: AbortSignal) => Promise<Markets>;

/** For so long a list of markets is kept: one that was listed since is not in it. */
export const KEPT_MS = 3_600_000;

/** Keeps the lists of markets for an hour. */
export function createMarketsOf(client: Pick<PrivateClient, 'markets'>): MarketsOf {
  const known = new Map<string, { readonly markets: Markets; readonly until: number }>();
  return async (exchange, signal) => {
    const kept = known.get(exchange);
    if (kept !== undefined && kept.until > performance.now()) return kept.markets;
    const told = await client.markets(exchange, signal);
    const markets = new Map(told.markets.map((market) => [market.symbol, market]));
    known.set(exchange, { markets, until: performance.now() + KEPT_MS });
    return markets;
  };
}

/** Whether the ledger can keep fills of a market: spot, and swaps that are settled in their quote currency. */
export function isKept({ type, quote, settle }: MarketInfo): boolean {
  return type === 'spot' || (type === 'swap' && settle === quote);
}
