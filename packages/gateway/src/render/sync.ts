import type { SyncJob, SyncStatus } from '@neuratrade/api-contracts';
import pc from 'picocolors';
import { plural } from './quantities.js';
import { renderTable } from './table.js';

const NOTHING_READ =
  'Nothing is read: no exchange that is enabled has a key. Give it one with neuratrade exchanges keys NAME.';

/** Of what is asked for. */
export function nothingRead({ account, exchange }: { account?: string; exchange?: string }): string {
  if (account === undefined && exchange === undefined) return NOTHING_READ;
  const [of, to] = [
    account === undefined ? '' : ` of account ${account}`,
    account === undefined ? '' : ` --account ${account}`,
  ];
  const what = exchange ?? 'Nothing';
  const isNot = exchange === undefined ? 'is' : 'is not';
  return `${what}${of} ${isNot} read: only exchanges that are enabled and have a key are. Give one a key with neuratrade exchanges keys ${exchange ?? 'NAME'}${to}.`;
}

const HEAD = ['ACCOUNT', 'EXCHANGE', 'WHAT', 'STATE', 'FILLS', 'READ UP TO'];
const whole = new Intl.NumberFormat('en-US');

/** What is read of each exchange and how far that is, and why it is not further. */
export function renderSync(
  { jobs }: SyncStatus,
  filter: { account?: string; exchange?: string } = {},
): string {
  if (jobs.length === 0) return nothingRead(filter);
  const shown = jobs.filter((job) => !isBare(job));
  const rows = shown.map((job) => [
    ...[job.account, job.exchange, job.symbol ?? job.kind, stateOf(job)],
    job.kind === 'trades' ? whole.format(job.fills) : '-',
    job.reached ?? '-',
  ]);
  const errors = jobs.flatMap(({ exchange, symbol, kind, error }) =>
    error === null ? [] : [`${pc.yellow('!')} ${exchange}, ${symbol ?? kind}: ${error}`],
  );
  return [renderTable(HEAD, rows, ['FILLS']), ...countBare(jobs), ...new Set(errors)].join('\n');
}

/** Of the markets of an exchange most are never traded. */
function isBare({ kind, fills, error }: SyncJob): boolean {
  return kind === 'trades' && fills === 0 && error === null;
}

function countBare(jobs: readonly SyncJob[]): string[] {
  const bare = jobs.filter(isBare);
  const unread = bare.filter(({ state }) => state !== 'up to date' && state !== 'not offered').length;
  if (bare.length === 0) return [];
  const later = unread === 0 ? '' : `; ${whole.format(unread)} of them still to be looked at`;
  return [pc.dim(`Without fills: ${plural(bare.length, 'symbol')}${later}.`)];
}

const COLOURS: Readonly<Partial<Record<SyncJob['state'], (text: string) => string>>> = {
  'up to date': pc.green,
  failing: pc.red,
  'back-filling': pc.cyan,
};

function stateOf({ state }: SyncJob): string {
  return COLOURS[state]?.(state) ?? state;
}
