import { createPath, type PricePath } from './path.js';
import { findMarket, MARKETS, type MarketSymbol } from './symbols.js';
import { createWalk } from './walk.js';

/** All markets of one simulator, each with its price path. */
export interface Market {
  readonly symbols: readonly MarketSymbol[];
  find(name: string): MarketSymbol | undefined;
  path(symbol: MarketSymbol): PricePath;
}

/** Sets up the markets for a seed; prices are computed when asked for. */
export function createMarket(seed: string): Market {
  const paths = new Map(MARKETS.map((symbol) => [symbol.id, createPath(createWalk(seed, symbol))]));
  return {
    symbols: MARKETS,
    find: findMarket,
    path: (symbol) => paths.get(symbol.id) as PricePath,
  };
}
