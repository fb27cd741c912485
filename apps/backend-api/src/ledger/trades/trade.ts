import type { Trade } from '@neuratrade/api-contracts';
import { Decimal } from '../decimal.js';
import { plain } from '../format/money.js';
import type { StoredTrade } from './repository.js';

/** A closed trade as it is told. */
export function toldTrade(account: string, trade: StoredTrade): Trade {
  const { exchange, symbol, side, openedAt, closedAt } = trade;
  return {
    id: `${trade.bookId}-${trade.closedBy}`,
    ...{ account, exchange, symbol, side },
    size: decimal(trade.size),
    entry_price: decimal(trade.entryPrice),
    exit_price: decimal(trade.exitPrice),
    opened_at: openedAt.toISOString(),
    closed_at: closedAt.toISOString(),
    duration_seconds: (closedAt.getTime() - openedAt.getTime()) / 1_000,
    fees: trade.fees === null ? null : decimal(trade.fees),
    funding: decimal(trade.funding),
    pnl: trade.pnl === null ? null : decimal(trade.pnl),
  };
}

const decimal = (text: string): string => plain(new Decimal(text));
