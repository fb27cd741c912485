import type { Portfolio, RawPortfolio } from '@neuratrade/api-contracts';
import { formatTimestamp } from '@neuratrade/health-contracts';
import { CURRENCY } from '../currency.js';
import { Decimal } from '../decimal.js';
import { money, plain, price, result, size } from '../format/money.js';
import type { Figures, Valued, ValuedPosition } from './valued.js';

/** A portfolio as people read it; with `raw`, for machines too. */
export function portfolioBody(
  valued: Valued,
  { raw, now }: { readonly raw: boolean; readonly now: number },
): Portfolio {
  const { equity, cash, exposure, positions, stale, asOf, unpriced } = valued;
  return {
    total_equity: money(equity, CURRENCY),
    available_balance: money(cash, CURRENCY),
    exposure: money(exposure, CURRENCY),
    positions: positions.filter(({ isDust }) => !isDust).map(listed),
    updated_at: timestamp(now),
    ...(stale ? { stale } : {}),
    ...(asOf === null ? {} : { as_of: timestamp(asOf) }),
    ...(unpriced.length === 0 ? {} : { unpriced: [...unpriced] }),
    ...(raw ? { raw: rawOf(valued) } : {}),
  };
}

/** A mark is as precise as it is, unless it was had over another market. */
const MARK_PLACES = 12;

function listed(position: ValuedPosition): Portfolio['positions'][number] {
  const { symbol, side, entryPrice, markPrice, unrealized, pricePlaces } = position;
  return {
    symbol,
    side,
    size: size(position.size),
    entry_price: entryPrice && price(rounded(entryPrice, Math.max(pricePlaces, 2))),
    mark_price: markPrice && price(rounded(markPrice, Math.max(pricePlaces, MARK_PLACES))),
    unrealized_pnl: unrealized && result(unrealized, CURRENCY),
  };
}

function rounded(value: Decimal, places: number): Decimal {
  return value.toDecimalPlaces(places, Decimal.ROUND_HALF_UP);
}

function rawOf({ positions, exchanges, unpriced, ...figures }: Valued): RawPortfolio {
  return {
    currency: CURRENCY,
    ...rawFigures(figures),
    positions: positions
      .filter(({ isDust }) => !isDust)
      .map(({ exchange, symbol, side, ...position }) => ({
        ...{ exchange, symbol, side },
        size: plain(position.size),
        entry_price: position.entryPrice && plain(position.entryPrice),
        mark_price: position.markPrice && plain(position.markPrice),
        unrealized_pnl: position.unrealized && plain(position.unrealized),
        as_of: timestamp(position.asOf),
      })),
    by_exchange: exchanges.map((exchange) => ({
      exchange: exchange.exchange,
      ...rawFigures(exchange),
      stale: exchange.stale,
      as_of: exchange.asOf === null ? null : timestamp(exchange.asOf),
    })),
    unpriced: [...unpriced],
  };
}

function rawFigures({ equity, cash, exposure, unrealized }: Figures) {
  return {
    total_equity: plain(equity),
    available_balance: plain(cash),
    exposure: plain(exposure),
    unrealized_pnl: plain(unrealized),
  };
}

function timestamp(at: number): string {
  return formatTimestamp(new Date(at));
}
