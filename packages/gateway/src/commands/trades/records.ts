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
  let opened: FillRecord | undefined;

  const take = (text: string): FillRecord | undefined => {
    const record = opened === undefined ? { line, text } : { ...opened, text: `${opened.text}\n${text}` };
    line++;
    opened = format === 'csv' && isOpen(record.text) ? record : undefined;
    refuseLong(record);
    return opened === undefined && record.text.trim() !== '' ? record : undefined;
  };

  const refuseLong = (record: FillRecord): void => {
    if (record.text.length > LONGEST)
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
      refuseLong(opened ?? { line, text: rest });
      return records;
    },
    end() {
      const last = take(rest) ?? opened;
      return last === undefined ? [] : [last];
    },
  };
}

function isOpen(text: string): boolean {
  let quotes = 0;
  for (let at = text.indexOf('"'); at !== -1; at = text.indexOf('"', at + 1)) quotes++;
  return quotes % 2 === 1;
}
