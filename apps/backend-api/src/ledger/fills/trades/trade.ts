import { type Decimal, rounded } from '../../decimal.js';
import type { ClosedTrade } from '../fold.js';
import { letterOf } from '../row.js';

/** A closed trade as the table holds it; equal ones are equal texts. */
export interface TradeRow {
  readonly bookId: number;
  readonly closedBy: string;
  readonly line: 'n' | 'l' | 's';
  readonly side: 'l' | 's';
  readonly size: string;
  readonly entryPrice: string;
  readonly exitPrice: string;
  readonly openedAt: number;
  readonly closedAt: number;
  readonly pnl: string | null;
  readonly fees: string | null;
  readonly funding: string;
}

/** Average prices are rounded as all that comes out of a division. */
export function tradeRowOf(bookId: number, trade: ClosedTrade): TradeRow {
  const text = (value: Decimal | null): string | null => value?.toFixed() ?? null;
  return {
    bookId,
    closedBy: trade.closedBy,
    line: letterOf(trade.line),
    side: letterOf(trade.side),
    size: trade.size.toFixed(),
    entryPrice: rounded(trade.entryPrice).toFixed(),
    exitPrice: rounded(trade.exitPrice).toFixed(),
    openedAt: trade.openedAt,
    closedAt: trade.closedAt,
    pnl: text(trade.pnl),
    fees: text(trade.fees),
    funding: trade.funding.toFixed(),
  };
}

export function isSameTrade(a: TradeRow, b: TradeRow): boolean {
  return (
    a.pnl === b.pnl &&
    a.size === b.size &&
    a.entryPrice === b.entryPrice &&
    a.exitPrice === b.exitPrice &&
    a.openedAt === b.openedAt &&
    a.fees === b.fees &&
    a.funding === b.funding &&
    a.line === b.line &&
    a.side === b.side
  );
}
