import type { OpenPosition } from '../positions/service.js';
import type { OpenBook } from './holding.js';

/** What the fills have left open, as a portfolio counts it: funding that is not realised yet makes the fees of a position less. */
export function openBookOf(position: OpenPosition): OpenBook {
  const { exchange, symbol, market, side, size, contractSize, cost, fees, funding, pricePlaces, isDust } =
    position;
  return {
    ...{ exchange, symbol, market, side, size, contractSize, cost, pricePlaces, isDust },
    fees: fees?.minus(funding) ?? null,
  };
}
