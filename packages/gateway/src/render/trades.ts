import { MAIN_ACCOUNT, type Trade, type Trades } from '@neuratrade/api-contracts';
import { duration, grouped } from '@neuratrade/service-kit';
import Table from 'cli-table3';
import { Decimal } from 'decimal.js';
import pc from 'picocolors';
import { result } from './money.js';
import { NO_LINES } from './no-lines.js';
import { plural } from './quantities.js';

type Column = { heading: string; align: 'left' | 'right'; cell(trade: Trade): string };

const ACCOUNT: Column = { heading: 'ACCOUNT', align: 'left', cell: ({ account }) => account };

const COLUMNS: readonly Column[] = [
  {
    heading: 'CLOSED',
    align: 'left',
    cell: ({ closed_at }) => `${closed_at.slice(0, 19).replace('T', ' ')}`,
  },
  { heading: 'EXCHANGE', align: 'left', cell: ({ exchange }) => exchange },
  { heading: 'SYMBOL', align: 'left', cell: ({ symbol }) => symbol },
  { heading: 'SIDE', align: 'left', cell: ({ side }) => side },
  { heading: 'SIZE', align: 'right', cell: ({ size }) => number(size, 0) },
  { heading: 'ENTRY', align: 'right', cell: ({ entry_price }) => number(entry_price, 2) },
  { heading: 'EXIT', align: 'right', cell: ({ exit_price }) => number(exit_price, 2) },
  { heading: 'PNL', align: 'right', cell: ({ pnl }) => (pnl === null ? pc.dim('unpriced') : result(pnl)) },
  { heading: 'HELD', align: 'right', cell: ({ duration_seconds }) => duration(duration_seconds) },
];

/** Closed trades as a table, times in UTC; the account stands in it where it is not the default. */
export function renderTrades({ currency, trades, next_cursor }: Trades): string {
  if (trades.length === 0)
    return 'There is no closed trade. Bring fills in with neuratrade trades import FILE --exchange NAME, or add an exchange with read-only keys.';
  const columns = trades.some(({ account }) => account !== MAIN_ACCOUNT) ? [ACCOUNT, ...COLUMNS] : COLUMNS;
  const table = new Table({
    head: columns.map(({ heading }) => (heading === 'PNL' ? `PNL ${currency}` : heading)),
    colAligns: columns.map(({ align }) => align),
    chars: NO_LINES,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  for (const trade of trades) table.push(columns.map(({ cell }) => cell(trade)));
  const lines = table.toString().split('\n');
  const older = next_cursor === null ? '' : '; there are older ones, which a larger --limit shows';
  return [
    ...lines.map((line) => line.trimEnd()),
    '',
    `${plural(trades.length, 'trade')}, times in UTC${older}`,
  ].join('\n');
}

const DIGITS = 12;

/** As precise as it is, to a dozen digits: averages have no end. */
function number(text: string, places: number): string {
  const value = new Decimal(text).toSignificantDigits(DIGITS, Decimal.ROUND_HALF_UP);
  return grouped(value.toFixed(Math.max(value.decimalPlaces(), places)));
}
