import { CommandError } from '../command-error.js';

/** One fill of a file as it stands there, and its line: the first of them where it takes several. */
export type FillRecord = { line: number; text: string };

/** Takes a file apart, piece by piece. */
export type Splitter = { push(piece: string): FillRecord[]; end(): FillRecord[] };

const LONGEST = 1024 * 1024;

/** Takes NDJSON and CSV apart: a record ends with its line, in CSV with the first line that ends outside quotes. Empty lines are none. */
export function createSplitter(format: 'ndjson' | 'csv'): Splitter {
  let rest = '';
  let line = 1;
  let opened: Opened | undefined;

  const take = (text: string): FillRecord | undefined => {
    const record = opened ?? { line, length: 0, texts: [] };
    record.texts.push(text);
    record.length += text.length + 1;
    line++;
    if (format === 'csv' && hasOddQuotes(text)) opened = opened === undefined ? record : undefined;
    refuseLong(record);
    if (opened !== undefined) return undefined;
    const whole = recordOf(record);
    return whole.text.trim() === '' ? undefined : whole;
  };

  const refuseLong = (record: { line: number; length: number }): void => {
    if (record.length > LONGEST)
      throw new CommandError(
        format === 'csv'
          ? `line ${record.line}: a quoted value does not end. Write " within it as "".`
          : `line ${record.line} is longer than any fill: give one JSON object a line.`,
      );
  };

  return {
    push(piece) {
      const lines = `${rest}${piece}`.split('\n');
      rest = lines.pop() ?? '';
      const records = lines.map(take).filter((record) => record !== undefined);
      refuseLong(opened ?? { line, length: rest.length });
      return records;
    },
    end() {
      const last = take(rest) ?? (opened && recordOf(opened));
      return last === undefined ? [] : [last];
    },
  };
}

/** A record of which not all lines have come yet. */
type Opened = { line: number; length: number; texts: string[] };

function recordOf({ line, texts }: Opened): FillRecord {
  return { line, text: texts.join('\n') };
}

function hasOddQuotes(text: string): boolean {
  let quotes = 0;
  for (let at = text.indexOf('"'); at !== -1; at = text.indexOf('"', at + 1)) quotes++;
  return quotes % 2 === 1;
}
