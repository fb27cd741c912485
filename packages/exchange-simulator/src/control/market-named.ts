import { AppError } from '@neuratrade/service-kit';
import type { Market } from '../market/market.js';
import type { MarketSymbol } from '../market/symbols.js';

/** The market of that name. @throws AppError bad_request that lists all of them */
export function marketNamed(market: Market, name: string): MarketSymbol {
  const symbol = market.find(name);
  if (symbol !== undefined) return symbol;
  const known = market.symbols.map(({ unified }) => unified).join(', ');
  throw new AppError('bad_request', `There is no market ${name}. The markets are ${known}.`);
}
