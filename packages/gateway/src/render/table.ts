import Table from 'cli-table3';
import { NO_LINES } from './no-lines.js';

/**
 * A table without lines, its columns two blanks apart, without blanks at the ends of its lines. The columns of `numbers`, by their
 * headings, stand at the right.
 */
export function renderTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  numbers: readonly string[] = [],
): string {
  const table = new Table({
    head: [...head],
    colAligns: head.map((heading) => (numbers.includes(heading) ? 'right' : 'left')),
    chars: NO_LINES,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  for (const row of rows) table.push([...row]);
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}
