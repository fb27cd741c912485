import { formatUnits } from '../../market/decimals.js';
import type { Level } from '../../market/depth.js';
import type { Endpoint } from '../endpoint.js';
import { requiredSymbol } from '../parameters.js';

const WEIGHTS = [
  [100, 5],
  [500, 25],
  [1_000, 50],
] as const;
const HEAVIEST = 250;

/** The order book of one market. */
export const depth: Endpoint = {
  path: '/api/v3/depth',
  answer({ market, parameters, now }) {
    const symbol = requiredSymbol(parameters, market);
    const limit = parameters.limit(100, 5_000);
    const second = Math.floor(now / 1000);
    const book = market.book(symbol, second, limit);
    const write = ([price, quantity]: Level) => [
      formatUnits(price, symbol.tickDecimals),
      formatUnits(quantity, symbol.lotDecimals),
    ];
    return {
      weight: WEIGHTS.find(([most]) => limit <= most)?.[1] ?? HEAVIEST,
      body: { lastUpdateId: second, bids: book.bids.map(write), asks: book.asks.map(write) },
    };
  },
};
