import type { EquityCurve } from '@neuratrade/api-contracts';
import pc from 'picocolors';
import { amount, result } from './money.js';
import { renderTable } from './table.js';

/** What an account was worth over time, as a table. */
export function renderEquity(account: string, { currency, from, to, points }: EquityCurve): string {
  const stretch = `from ${from} to ${to}`;
  if (points.length === 0) return `There is no snapshot of ${account} ${stretch}.`;
  const table = renderTable(
    ['AT', 'EQUITY', 'AVAILABLE', 'EXPOSURE', 'UNREALISED', ''],
    points.map((point) => [
      ...[point.at, amount(point.equity), amount(point.available_balance), amount(point.exposure)],
      ...[result(point.unrealized_pnl), point.partial ? pc.yellow('partial') : ''],
    ]),
    ['EQUITY', 'AVAILABLE', 'EXPOSURE', 'UNREALISED'],
  );
  const partial = points.some((point) => point.partial)
    ? ['', 'Partial: something could not be read or priced then, and is in none of its figures.']
    : [];
  return [`Equity of ${account} in ${currency}, ${stretch}`, '', table, ...partial].join('\n');
}
