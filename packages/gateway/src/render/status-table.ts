import { stripVTControlCharacters } from 'node:util';
import { formatUptime } from '@neuratrade/health-contracts';
import Table from 'cli-table3';
import pc from 'picocolors';
import type { RowState, StatusReport, StatusRow } from '../status/report.js';
import { wrap } from './wrap.js';

type Column = { heading: string; cell(row: StatusRow): string };

const COLUMNS: readonly Column[] = [
  { heading: 'SERVICE', cell: ({ name }) => name },
  { heading: 'STATE', cell: ({ state }) => COLOURS[state](state) },
  { heading: 'PID', cell: ({ pid }) => String(pid ?? '-') },
  { heading: 'UPTIME', cell: ({ uptime_seconds: age }) => (age === null ? '-' : formatUptime(age)) },
  { heading: 'MEMORY', cell: ({ memory_bytes: bytes }) => (bytes === null ? '-' : formatMemory(bytes)) },
  { heading: 'PORT', cell: ({ port }) => String(port ?? '-') },
  { heading: 'SOURCE', cell: ({ source }) => source ?? '-' },
  { heading: 'REASON', cell: ({ reason }) => reason ?? '-' },
];

/** What a narrow terminal does without, first to go first; a reason stands below the table then. */
const DISPENSABLE = ['REASON', 'SOURCE', 'MEMORY', 'UPTIME', 'PORT'];

const NO_LINES = {
  ...{ top: '', 'top-mid': '', 'top-left': '', 'top-right': '', bottom: '', 'bottom-mid': '' },
  ...{ 'bottom-left': '', 'bottom-right': '', left: '', 'left-mid': '', mid: '', 'mid-mid': '' },
  ...{ right: '', 'right-mid': '', middle: '  ' },
};

const COLOURS: Readonly<Record<RowState, (text: string) => string>> = {
  healthy: pc.green,
  disabled: pc.dim,
  starting: pc.cyan,
  restarting: pc.yellow,
  degraded: pc.yellow,
  down: pc.red,
};

/**
 * The report as a table, and below it what to do about each service that is not well. Where the table is wider than
 * `width` it gives up columns, and texts are wrapped; without a width (no terminal) nothing is.
 */
export function renderStatus({ services }: StatusReport, width = terminalWidth()): string {
  const columns = fittingColumns(services, width);
  const inTable = columns.some(({ heading }) => heading === 'REASON');
  const below = services.flatMap((row) => explain(row, inTable, width));
  return [...tableOf(services, columns), ...(below.length > 0 ? ['', ...below] : [])].join('\n');
}

/** Columns of the terminal on standard output; undefined when that is none, or does not tell. */
function terminalWidth(): number | undefined {
  return process.stdout.isTTY ? process.stdout.columns || undefined : undefined;
}

function fittingColumns(rows: readonly StatusRow[], width: number | undefined): readonly Column[] {
  let columns = COLUMNS;
  for (const dispensable of DISPENSABLE) {
    if (width === undefined) break;
    const widest = Math.max(...tableOf(rows, columns).map((line) => stripVTControlCharacters(line).length));
    if (widest <= width) break;
    columns = columns.filter(({ heading }) => heading !== dispensable);
  }
  return columns;
}

function tableOf(rows: readonly StatusRow[], columns: readonly Column[]): string[] {
  const table = new Table({
    head: columns.map(({ heading }) => heading),
    chars: NO_LINES,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  for (const row of rows) table.push(columns.map(({ cell }) => cell(row)));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
}

function explain({ name, reason, remedy }: StatusRow, reasonInTable: boolean, width?: number): string[] {
  const [first, second] = [reasonInTable ? null : reason, remedy].filter((text) => text !== null);
  if (first === undefined) return [];
  const label = `${name}:`;
  const [head = '', ...rest] = wrap(`${label} ${first}`, width);
  const more =
    second === undefined ? [] : wrap(`- ${second}`, width).map((line) => line.replace(/^- /, '  '));
  return [`${pc.bold(label)}${head.slice(label.length)}`, ...rest, ...more];
}

/** Resident memory in whole mebibytes: `52 MB`. */
function formatMemory(bytes: number): string {
  return `${Math.round(bytes / 1_048_576)} MB`;
}
