import { MAIN_ACCOUNT, type RegisteredExchange } from '@neuratrade/api-contracts';
import pc from 'picocolors';
import { renderTable } from './table.js';

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
  return renderTable(
    columns.map(({ heading }) => heading),
    exchanges.map((exchange) => columns.map(({ cell }) => cell(exchange))),
  );
}
