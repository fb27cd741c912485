import type { Positions } from '@neuratrade/api-contracts';
import type { MarketInterface, Position } from 'ccxt';
import { amountOf, decimalOf, isAbove, priceOf } from '../market/decimal.js';
import { unexpected } from '../market/unexpected.js';
import { eachOnce } from './each-once.js';

type OpenPosition = Positions['positions'][number];
type Markets = Readonly<Record<string, Pick<MarketInterface, 'contractSize'>>>;

/**
 * ccxt's positions in our shape, those without a size left out: some exchanges list one for every market.
 *
 * @throws {ExchangeFailure} when one is incomplete, or contradicts another of the same market and side
 */
export function toPositions(told: unknown, markets: Markets): OpenPosition[] {
  if (!Array.isArray(told)) throw unexpected('no list of positions');
  const open = (told as Position[]).flatMap((position) => toPosition(position, markets));
  const named = open.map((position) => ({ id: `${position.symbol} ${position.side}`, position }));
  return eachOnce(named).map(({ position }) => position);
}

function toPosition(told: Position, markets: Markets): OpenPosition[] {
  const { symbol, side } = told;
  if (!symbol) throw unexpected('a position without market');
  const size = amountOf(told.contracts);
  if (size === null || !isAbove(size, '0')) return [];
  const contractSize = decimalOf(told.contractSize ?? markets[symbol]?.contractSize);
  if (side !== 'long' && side !== 'short') throw unexpected('a position without side');
  if (contractSize === null || !isAbove(contractSize, '0'))
    throw unexpected('a position without contract size');
  return [
    {
      symbol,
      side,
      size,
      contract_size: contractSize,
      entry_price: aboveZero(told.entryPrice),
      mark_price: aboveZero(told.markPrice),
      unrealized_pnl: decimalOf(told.unrealizedPnl),
    },
  ];
}

/** Exchanges tell a price that they do not know as zero. */
function aboveZero(told: unknown): string | null {
  return Number(told) === 0 ? null : priceOf(told);
}
