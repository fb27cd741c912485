import { CommandError } from '../command-error.js';
import type { FillFile } from './fill-file.js';
import { createSplitter, type FillRecord } from './records.js';

/** What one push takes: a body, and in which line of the file each of its fills stands. */
export type Batch = { type: 'text/csv' | 'application/x-ndjson'; body: string; records: FillRecord[] };

const MOST = { fills: 10_000, bytes: 8 * 1024 * 1024 };

/** The fills of an NDJSON or CSV file in pushes, of which one is held at a time. */
export async function* batchesOf(file: FillFile, format: 'ndjson' | 'csv'): AsyncGenerator<Batch> {
  const splitter = createSplitter(format);
  const pack = createPacker(format);
  for await (const piece of file.text()) yield* pack.add(splitter.push(piece));
  yield* pack.add(splitter.end());
  yield* pack.end();
  if (format === 'csv' && !pack.hasHeader()) throw new CommandError(`${file.name} has no header line.`);
}

/** Fills that are there already in pushes. */
export function* packed(records: readonly FillRecord[]): Generator<Batch> {
  const pack = createPacker('ndjson');
  yield* pack.add(records);
  yield* pack.end();
}

function createPacker(format: 'ndjson' | 'csv') {
  let header = '';
  let isPacked = false;
  let records: FillRecord[] = [];
  let bytes = 0;

  const pack = (): Batch => {
    const lines = records.map(({ text }) => text);
    const batch: Batch =
      format === 'csv'
        ? { type: 'text/csv', body: [header, ...lines].join('\n'), records }
        : { type: 'application/x-ndjson', body: lines.join('\n'), records };
    records = [];
    bytes = 0;
    isPacked = true;
    return batch;
  };

  return {
    hasHeader: () => header !== '',
    *add(more: readonly FillRecord[]): Generator<Batch> {
      for (const record of more) {
        if (format === 'csv' && header === '') {
          header = record.text;
          continue;
        }
        const size = Buffer.byteLength(record.text) + 1;
        if (records.length === MOST.fills || (records.length > 0 && bytes + size > MOST.bytes)) yield pack();
        records.push(record);
        bytes += size;
      }
    },
    *end(): Generator<Batch> {
      if (records.length > 0 || (header !== '' && !isPacked)) yield pack();
    },
  };
}
