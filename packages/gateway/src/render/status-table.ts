import { formatUptime } from '@neuratrade/health-contracts';
import Table from 'cli-table3';
import pc from 'picocolors';
import type { RowState, StatusReport, StatusRow } from '../status/report.js';

const HEADINGS = ['SERVICE', 'STATE', 'PID', 'UPTIME', 'MEMORY', 'PORT', 'SOURCE', 'REASON'];

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

/** The report as a table, and below it what to do about each service that is not well. */
export function renderStatus({ services }: StatusReport): string {
  const table = new Table({
    head: HEADINGS,
    chars: NO_LINES,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  for (const row of services) table.push(cells(row));
  const lines = table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
  const remedies = services.flatMap(({ name, remedy }) =>
    remedy === null ? [] : [`${pc.bold(name)}: ${remedy}`],
  );
  return [...lines, ...(remedies.length > 0 ? ['', ...remedies] : [])].join('\n');
}

/** Resident memory in whole mebibytes: `52 MB`. */
function formatMemory(bytes: number): string {
  return `${Math.round(bytes / 1_048_576)} MB`;
}

function cells(row: StatusRow): string[] {
  return [
    row.name,
    COLOURS[row.state](row.state),
    row.pid === null ? '-' : String(row.pid),
    row.uptime_seconds === null ? '-' : formatUptime(row.uptime_seconds),
    row.memory_bytes === null ? '-' : formatMemory(row.memory_bytes),
    row.port === null ? '-' : String(row.port),
    row.source ?? '-',
    row.reason ?? '-',
  ];
}
