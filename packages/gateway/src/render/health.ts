import { stripVTControlCharacters } from 'node:util';
import { formatUptime } from '@neuratrade/health-contracts';
import Table from 'cli-table3';
import pc from 'picocolors';
import type { Change } from '../health/changes.js';
import type { Watched } from '../health/tracker.js';
import type { HealthView, PartView } from '../health/view.js';
import { NO_LINES } from './no-lines.js';
import { formatMs } from './quantities.js';

const COLOURS: Readonly<Record<string, (text: string) => string>> = {
  healthy: pc.green,
  degraded: pc.yellow,
  maintenance: pc.yellow,
  unhealthy: pc.red,
  unreachable: pc.red,
  disabled: pc.dim,
  unknown: pc.dim,
};

const MARKED_MS = 10_000;

/** One look as a headline, a table, and what there is to say below it. No line is wider than `width`. */
export function renderHealth(view: HealthView, width?: number): string {
  const lines = [headline(view), ...(view.services.length > 0 ? ['', ...tableOf(view.services, width)] : [])];
  const note = view.note !== null && view.status !== 'unreachable' ? ['', pc.dim(view.note)] : [];
  return [...lines, ...note].map((line) => cut(line, width)).join('\n');
}

/** The picture of a watch, at most `height` lines of at most `width` columns. Parts that changed lately carry a mark. */
export function renderWatched(
  watched: Watched,
  { width, height }: { width: number; height: number },
): string[] {
  const { view, last, silent_since: since, changes } = watched;
  const marked = changes.filter(({ at }) => Date.parse(view.checked_at) - Date.parse(at) < MARKED_MS);
  const marks = new Set(marked.map(({ name }) => name));
  const shown = last ?? view;
  const table = shown.services.length > 0 ? ['', ...tableOf(shown.services, width, marks)] : [];
  const lines = [
    headline(view, since),
    ...(last === undefined ? table : [...table.map(dimmed), '', `Last known, as of ${last.checked_at}`]),
    ...(view.note !== null && last === undefined && since === null ? ['', pc.dim(view.note)] : []),
    ...(changes.length > 0 ? ['', pc.bold('CHANGES'), ...changes.map(renderChange)] : []),
  ];
  const foot = ['', pc.dim(`${view.checked_at}  Ctrl-C ends it`)];
  return [...lines.slice(0, Math.max(0, height - foot.length)), ...foot].map((line) => cut(line, width));
}

/** `2026-03-03T10:30:00Z  database  healthy → unhealthy: connection refused`. */
export function renderChange({ at, name, from, to }: Change): string {
  const colour = COLOURS[to.split(':')[0] ?? ''] ?? ((text: string) => text);
  return `${at}  ${name.padEnd(8)}  ${from === null ? '' : `${from} → `}${colour(to)}`;
}

function headline(view: HealthView, since: string | null = null): string {
  const { status, ready, url, version, uptime, note } = view;
  const word = pc.bold((COLOURS[status] ?? String)(status));
  if (status === 'unreachable') return `${word}${since === null ? '' : ` since ${since}`}: ${note} (${url})`;
  const unready = ready ? '' : ' (503: it cannot serve)';
  const age = uptime === null ? '' : `, up ${uptime}`;
  return `${word}${unready}  ${url}${version === null ? '' : `  version ${version}`}${age}`;
}

const COLUMNS = ['SERVICE', 'STATUS', 'FOR', 'LATENCY', 'CHECKED', 'LAST ERROR'] as const;

/** What a narrow terminal does without, so that it shows why something is not well. */
const DISPENSABLE = ['CHECKED', 'LATENCY', 'FOR'] as const;

function tableOf(parts: readonly PartView[], width?: number, marks: ReadonlySet<string> = new Set()) {
  let columns: readonly (typeof COLUMNS)[number][] = COLUMNS;
  let lines = linesOf(parts, columns, marks);
  for (const dispensable of DISPENSABLE) {
    if (
      width === undefined ||
      parts.every(({ reason }, row) => reason === null || fits(lines[row + 1], width))
    ) {
      break;
    }
    columns = columns.filter((heading) => heading !== dispensable);
    lines = linesOf(parts, columns, marks);
  }
  return lines;
}

function fits(line = '', width: number): boolean {
  return stripVTControlCharacters(line).length <= width;
}

function linesOf(
  parts: readonly PartView[],
  columns: readonly (typeof COLUMNS)[number][],
  marks: ReadonlySet<string>,
): string[] {
  const table = new Table({
    head: [...columns],
    chars: NO_LINES,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  for (const part of parts) {
    const { name, status, for_seconds: seconds, latency_ms: latency, age_ms: age } = part;
    const mark = marks.has(name) ? pc.cyan(' ●') : '';
    const cells = {
      SERVICE: name,
      STATUS: `${(COLOURS[status] ?? String)(status)}${mark}`,
      FOR: seconds === null ? '-' : formatUptime(seconds),
      LATENCY: latency === null ? '-' : formatMs(latency),
      CHECKED: age === null ? '-' : `${formatMs(age)} ago`,
      'LAST ERROR': lastError(part),
    };
    table.push(columns.map((heading) => cells[heading]));
  }
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
}

function lastError({ reason, last_error: error }: PartView): string {
  if (reason !== null) return reason;
  return error === null ? '-' : `${error.reason} (${formatUptime(error.ago_seconds)} ago)`;
}

function dimmed(line: string): string {
  return pc.dim(stripVTControlCharacters(line));
}

/** The line, and not more of it than fits; a line that is cut loses its colours. */
function cut(line: string, width: number | undefined): string {
  const plain = stripVTControlCharacters(line);
  if (width === undefined || plain.length <= width) return line;
  return `${plain.slice(0, Math.max(0, width - 1))}…`;
}
