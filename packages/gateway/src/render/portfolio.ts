import type { Portfolio, RawPortfolio } from '@neuratrade/api-contracts';
import pc from 'picocolors';
import { amount, result } from './money.js';
import { renderTable } from './table.js';

/** What an account holds, in tables; `raw` comes with the answer. */
export function renderPortfolio(account: string, portfolio: Portfolio): string {
  const { positions, raw, updated_at, stale, as_of, unpriced } = portfolio;
  if (raw === undefined) return '';
  return [
    `Portfolio of ${account} in ${raw.currency}, at ${updated_at}`,
    '',
    exchangesOf(raw),
    '',
    positions.length === 0 ? 'No position is open.' : positionsOf(positions, raw),
    ...(stale ? ['', pc.yellow(staleLine(raw, as_of))] : []),
    ...(unpriced === undefined
      ? []
      : ['', pc.yellow(`In no sum while nothing prices them: ${unpriced.join(', ')}`)]),
  ].join('\n');
}

function exchangesOf({ by_exchange, ...total }: RawPortfolio): string {
  const rows = by_exchange.length === 1 ? by_exchange : [...by_exchange, { ...total, exchange: 'all' }];
  return renderTable(
    ['EXCHANGE', 'EQUITY', 'AVAILABLE', 'EXPOSURE', 'UNREALISED'],
    rows.map((row) => [
      ...[row.exchange, amount(row.total_equity), amount(row.available_balance), amount(row.exposure)],
      result(row.unrealized_pnl),
    ]),
    ['EQUITY', 'AVAILABLE', 'EXPOSURE', 'UNREALISED'],
  );
}

/** The lines that people read, with the exchange and the colour out of the raw ones, which come in the same order. */
function positionsOf(positions: Portfolio['positions'], raw: RawPortfolio): string {
  return renderTable(
    ['SYMBOL', 'EXCHANGE', 'SIDE', 'SIZE', 'ENTRY', 'MARK', 'UNREALISED'],
    positions.map(({ symbol, side, size, entry_price, mark_price }, index) => [
      ...[symbol, raw.positions[index]?.exchange ?? '-', side, size],
      ...[entry_price ?? pc.dim('unknown'), mark_price ?? pc.yellow('no price')],
      gainOf(raw.positions[index]?.unrealized_pnl),
    ]),
    ['SIZE', 'ENTRY', 'MARK', 'UNREALISED'],
  );
}

function gainOf(unrealized: string | null | undefined): string {
  return typeof unrealized === 'string' ? result(unrealized) : '-';
}

function staleLine({ by_exchange }: RawPortfolio, asOf: string | undefined): string {
  const names = by_exchange.filter(({ stale }) => stale).map(({ exchange }) => exchange);
  const since = asOf === undefined ? '' : `, some of them of ${asOf}`;
  return `Old figures stand for what cannot be read now of ${names.join(', ')}${since}.`;
}
