import pc from 'picocolors';
import type { Finding, FindingStatus } from '../doctor/finding.js';
import type { DoctorReport } from '../doctor/report.js';
import { plural } from './quantities.js';
import { wrap } from './wrap.js';

const MARKS: Readonly<Record<FindingStatus, (text: string) => string>> = {
  ok: () => pc.green('✓'),
  warning: () => pc.yellow('!'),
  failed: () => pc.red('✗'),
  skipped: () => pc.dim('-'),
};

const LABEL = 21;
const INDENT = ' '.repeat(LABEL + 2);
const NARROWEST_TEXT = 30;

/**
 * A finding as lines; its remedy, where there is one, stands below it, and so does its text where the label leaves no room.
 * Without a width (no terminal) no line is broken.
 */
export function renderFinding(finding: Finding, width?: number): string[] {
  const { id, status, text, remedy } = finding;
  if (width !== undefined && width < INDENT.length + NARROWEST_TEXT) return renderNarrow(finding, width);
  const room = width === undefined ? undefined : width - INDENT.length;
  const label = id.replace(/[._]/g, ' ').padEnd(LABEL);
  const lines = wrap(text, room);
  const [head = '', ...rest] = label.endsWith(' ') ? lines : ['', ...lines];
  return [
    `${MARKS[status](status)} ${status === 'skipped' ? pc.dim(`${label}${head}`) : `${label}${head}`}`,
    ...[...rest, ...(remedy === null ? [] : wrap(`→ ${remedy}`, room))].map((line) => `${INDENT}${line}`),
  ];
}

/** On a narrow terminal the text stands below the label. */
function renderNarrow({ id, status, text, remedy }: Finding, width: number): string[] {
  const below = [text, ...(remedy === null ? [] : [`→ ${remedy}`])];
  return [
    `${MARKS[status](status)} ${id.replace(/[._]/g, ' ')}`,
    ...below.flatMap((part) => wrap(part, width - 2).map((line) => `  ${line}`)),
  ];
}

/** The last line: `Everything is fine (24 checks).`, or how many are what. */
export function renderSummary({ checks }: DoctorReport): string {
  const count = (status: FindingStatus) => checks.filter((finding) => finding.status === status).length;
  const parts = [
    ...(count('failed') > 0 ? [pc.red(`${count('failed')} failed`)] : []),
    ...(count('warning') > 0 ? [pc.yellow(plural(count('warning'), 'warning'))] : []),
    ...(count('skipped') > 0 ? [`${count('skipped')} skipped`] : []),
  ];
  if (parts.length === 0) return pc.green(`Everything is fine (${plural(checks.length, 'check')}).`);
  return `${[...parts, `${count('ok')} fine`].join(', ')}.`;
}
