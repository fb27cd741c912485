/** Exchanges whose spot market has binance's endpoints and weights. */
export const LIKE_BINANCE: ReadonlySet<string> = new Set(['binance', 'binanceus', 'simulator']);
/** ccxt's cost of a request that weighs 1 there. */
const COST_OF_WEIGHT = 0.2;

/**
 * What a request for the tickers of `count` spot markets costs in ccxt's measure, where ccxt itself counts it as one for all of them.
 * Source: weights of `GET /api/v3/ticker/24hr` in binance's documents: 2 up to 20 symbols, 40 up to 100, else 80.
 */
export function costOfTickers(exchange: string, type: string, count: number): number | undefined {
  if (!LIKE_BINANCE.has(exchange) || type !== 'spot') return undefined;
  const weight = count <= 20 ? 2 : count <= 100 ? 40 : 80;
  return weight * COST_OF_WEIGHT;
}
