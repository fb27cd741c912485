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
  const lines = [headline(view), ...(view.services.length > 0 ? ['', ...tableOf(view.services)] : [])];
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
  const table = shown.services.length > 0 ? ['', ...tableOf(shown.services, marks)] : [];
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

function tableOf(parts: readonly PartView[], marks: ReadonlySet<string> = new Set()): string[] {
  const table = new Table({
    head: ['SERVICE', 'STATUS', 'FOR', 'LATENCY', 'CHECKED', 'LAST ERROR'],
    chars: NO_LINES,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  for (const part of parts) {
    const { name, status, for_seconds: seconds, latency_ms: latency, age_ms: age } = part;
    const mark = marks.has(name) ? pc.cyan(' ●') : '';
    table.push([
      name,
      `${(COLOURS[status] ?? String)(status)}${mark}`,
      seconds === null ? '-' : formatUptime(seconds),
      latency === null ? '-' : formatMs(latency),
      age === null ? '-' : `${formatMs(age)} ago`,
      lastError(part),
    ]);
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
