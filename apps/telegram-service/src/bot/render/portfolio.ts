import type { Portfolio } from '@neuratrade/api-contracts';
import type { Answer } from '../answer.js';
import { figure } from './figures.js';
import { resultIcon } from './icons.js';
import { asOf, shown } from './text.js';

/** What an account holds: the sums, then each position. */
export function renderPortfolio(portfolio: Portfolio, timezone: string): Answer {
  const { total_equity, available_balance, exposure, positions } = portfolio;
  const sums = [
    `Equity: <b>${figure(total_equity)}</b>`,
    `Available: ${figure(available_balance)}`,
    `Exposure: ${figure(exposure)}`,
  ].join('\n');
  return {
    head: '<b>Portfolio</b>',
    blocks: [sums, ...(positions.length === 0 ? ['No open positions.'] : positions.map(renderPosition))],
    foot: asOf(portfolio, timezone),
    refresh: true,
  };
}

function renderPosition(position: Portfolio['positions'][number]): string {
  const { symbol, side, size, entry_price, mark_price, unrealized_pnl } = position;
  const entry = entry_price === null ? 'entry unknown' : figure(entry_price);
  const mark = mark_price === null ? 'no price' : figure(mark_price);
  return [
    `${resultIcon(unrealized_pnl)} <b>${shown(symbol)}</b> ${side} ${figure(size)}`,
    `${entry} → ${mark}`,
    ...(unrealized_pnl === null ? [] : [`Unrealised: ${figure(unrealized_pnl)}`]),
  ].join('\n');
}
