import { MAIN_ACCOUNT, type RegisteredExchange } from '@neuratrade/api-contracts';
import Table from 'cli-table3';
import pc from 'picocolors';
import { NO_LINES } from './no-lines.js';

type Column = { heading: string; cell(exchange: RegisteredExchange): string };

const ACCOUNT: Column = { heading: 'ACCOUNT', cell: ({ account }) => account ?? MAIN_ACCOUNT };

const COLUMNS: readonly Column[] = [
  { heading: 'EXCHANGE', cell: ({ name }) => name },
  { heading: 'ENABLED', cell: ({ enabled }) => (enabled ? pc.green('yes') : pc.yellow('no')) },
  { heading: 'KEYS', cell: ({ has_auth }) => (has_auth ? 'yes' : pc.dim('no, public data')) },
  { heading: 'ADDED', cell: ({ added_at }) => added_at },
];

/** The exchanges as a table; accounts stand in it only where there are several. */
export function renderExchanges(exchanges: readonly RegisteredExchange[]): string {
  if (exchanges.length === 0) return 'There is no exchange. Add one with neuratrade exchanges add NAME.';
  const [name, ...others] = COLUMNS as [Column, ...Column[]];
  const several = exchanges.some(({ account }) => account !== undefined);
  const columns = several ? [name, ACCOUNT, ...others] : COLUMNS;
  const table = new Table({
    head: columns.map(({ heading }) => heading),
    chars: NO_LINES,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  for (const exchange of exchanges) table.push(columns.map(({ cell }) => cell(exchange)));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}
