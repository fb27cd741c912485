import { CommandError } from '../command-error.js';

export const IMPORT_FORMATS = ['csv', 'ndjson', 'json'] as const;
export type ImportFormat = (typeof IMPORT_FORMATS)[number];

const ENDINGS: ReadonlyMap<string, ImportFormat> = new Map([
  ['csv', 'csv'],
  ['ndjson', 'ndjson'],
  ['jsonl', 'ndjson'],
  ['json', 'json'],
]);

/**
 * The format that a file's name tells, compressed (`.gz`) or not.
 *
 * @throws {CommandError} when it tells none
 */
export function formatOf(name: string): ImportFormat {
  const ending = /\.([a-z]+)$/i.exec(name.replace(/\.gz$/i, ''))?.[1]?.toLowerCase() ?? '';
  const format = ENDINGS.get(ending);
  if (format !== undefined) return format;
  throw new CommandError(`Say what ${name} holds: --format ${IMPORT_FORMATS.join('|')}.`);
}
