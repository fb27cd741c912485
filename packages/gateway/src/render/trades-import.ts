import pc from 'picocolors';
import type { Rejections } from '../commands/trades/rejections.js';
import { printable } from '../logs/printable.js';

/** What an import did. `unit` is what its fills are counted by. */
export type Imported = {
  file: string;
  account: string;
  exchange: string;
  unit: 'line' | 'fill';
  fills: number;
  stored: number;
  duplicates: number;
  rejected: Rejections;
};

/** What was stored, what was known, and why the rest was not taken. */
export function renderImport({ unit, fills, stored, duplicates, rejected, ...of }: Imported): string {
  const count = (number: number): string => number.toLocaleString('en-US');
  const { first, file, unwritten } = rejected;
  const more = rejected.count - first.length;
  return [
    `${count(fills)} fills of account ${of.account} on ${of.exchange}: ${count(stored)} stored, ${count(duplicates)} known before, ${count(rejected.count)} rejected.`,
    ...first.map(({ line, id, reason }) => {
      const name = id === null ? '' : ` (id ${printable(id)})`;
      return `${pc.red('✖')} ${unit} ${count(line)}${name}: ${printable(explained(reason))}`;
    }),
    ...(more > 0
      ? [`and ${count(more)} more; ${unwritten === undefined ? `all of them: ${file}` : `${unwritten}.`}`]
      : []),
  ].join('\n');
}

function explained(reason: string): string {
  return reason === 'conflict'
    ? 'conflict: a fill with this id is stored that says something else. It stays as it is'
    : reason;
}
