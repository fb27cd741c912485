import type { Trades } from '@neuratrade/api-contracts';
import { formatTimestamp } from '@neuratrade/health-contracts';
import { duration } from '@neuratrade/service-kit';
import type { Answer } from '../answer.js';
import { price, result } from './figures.js';
import { resultIcon } from './icons.js';
import { asOf, readableTime, shown } from './text.js';

/** Closed trades, newest first, as they were at `now`. */
export function renderTrades({ currency, trades }: Trades, now: Date, timezone: string): Answer {
  const [head, blocks] =
    trades.length === 0
      ? ['<b>Trades</b>', ['No closed trades yet. A trade is listed here once its position is closed.']]
      : [
          trades.length === 1 ? '<b>The last trade</b>' : `<b>The last ${trades.length} trades</b>`,
          trades.map((trade) => renderTrade(trade, currency, timezone)),
        ];
  return { head, blocks, foot: asOf({ updated_at: formatTimestamp(now) }, timezone), refresh: true };
}

function renderTrade(trade: Trades['trades'][number], currency: string, timezone: string): string {
  const { symbol, side, pnl, entry_price, exit_price, duration_seconds, closed_at } = trade;
  return [
    `${resultIcon(pnl)} <b>${shown(symbol)}</b> ${side}`,
    pnl === null ? 'Result not known: a fee or currency has no price yet' : result(pnl, currency),
    `${price(entry_price)} → ${price(exit_price)} in ${shown(duration(duration_seconds), 16)}`,
    `Closed ${readableTime(closed_at, timezone)}`,
  ].join('\n');
}
