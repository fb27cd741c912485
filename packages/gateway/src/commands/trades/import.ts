import { MAIN_ACCOUNT, tradesSchema } from '@neuratrade/api-contracts';
import type { Backend } from '../../health/observe.js';
import { type Imported, renderImport } from '../../render/trades-import.js';
import { createImportProgress } from '../../render/trades-progress.js';
import { askBackend } from '../ask-backend.js';
import { CommandError } from '../command-error.js';
import type { Outcome } from '../outcome.js';
import { type Batch, batchesOf, packed } from './batches.js';
import { type FillFile, openFillFile } from './fill-file.js';
import { formatOf, type ImportFormat } from './format.js';
import { readJsonFile } from './json-file.js';
import { type Place, pushBatch } from './push-batch.js';
import { collectRejections } from './rejections.js';

export type ImportWish = {
  file: string;
  account: string | undefined;
  exchange: string | undefined;
  format: ImportFormat | undefined;
  json: boolean;
};

type Ended = { outcome: Outcome<string>; code: 0 | 1 | 2 };

const LARGEST_JSON = 100 * 1024 * 1024;

/** Brings the fills of a file to a backend. Told with exit code 1 when some of them, or all, were not taken. */
export async function importTrades(backend: Backend, wish: ImportWish): Promise<Ended> {
  const format = wish.format ?? formatOf(wish.file);
  const file = await openFillFile(wish.file);
  const { place, batches } = format === 'json' ? await wholeFile(file, wish) : stream(file, format, wish);
  const path = `/api/v1/trades?account=${encodeURIComponent(place.account)}&limit=1`;
  const known = await askBackend(backend, { method: 'GET', path, schema: tradesSchema });
  if (!known.ok) return { outcome: known, code: known.code };

  const rejections = collectRejections(wish.file);
  const done: Imported = {
    ...{ file: wish.file, ...place, unit: format === 'json' ? 'fill' : 'line' },
    ...{ fills: 0, stored: 0, duplicates: 0, rejected: rejections.all },
  };
  const progress = createImportProgress(process.stderr, { size: file.size, read: file.read });
  let isDone = false;
  try {
    for await (const batch of batches) {
      const pushed = await pushBatch(backend, place, batch);
      if (!pushed.ok) return stopped(pushed, done, batch);
      done.fills += batch.records.length;
      done.stored += pushed.value.stored;
      done.duplicates += pushed.value.duplicates;
      for (const { index, id, reason } of pushed.value.rejected) {
        const { line, text } = batch.records[index] ?? { line: 0, text: '' };
        rejections.add({ line, id, reason, fill: text });
      }
      progress.update(done.fills);
    }
    isDone = true;
  } finally {
    progress.finish(isDone);
    rejections.close();
  }
  const value = wish.json ? JSON.stringify(done, null, 2) : renderImport(done);
  return { outcome: { ok: true, value }, code: done.rejected.count > 0 ? 1 : 0 };
}

type Source = { place: Place; batches: AsyncIterable<Batch> | Iterable<Batch> };

function stream(file: FillFile, format: 'ndjson' | 'csv', wish: ImportWish): Source {
  return { place: placeOf(wish, {}), batches: batchesOf(file, format) };
}

async function wholeFile(file: FillFile, wish: ImportWish): Promise<Source> {
  let text = '';
  for await (const piece of file.text()) {
    text += piece;
    if (text.length > LARGEST_JSON)
      throw new CommandError(
        `${file.name} is too large to be read in one piece: make a fill a line of it, as jq -c '.fills[]' does, and import that as NDJSON.`,
      );
  }
  const { records, ...said } = readJsonFile(text);
  return { place: placeOf(wish, said), batches: packed(records) };
}

function placeOf(
  wish: Pick<ImportWish, 'account' | 'exchange'>,
  said: { account?: string | undefined; exchange?: string | undefined },
): Place {
  const exchange = wish.exchange ?? said.exchange;
  if (exchange === undefined)
    throw new CommandError(
      'Say where these trades were made: --exchange NAME, any name for a bot of your own.',
    );
  return { account: wish.account ?? said.account ?? MAIN_ACCOUNT, exchange };
}

function stopped(failure: Outcome<never> & { ok: false }, done: Imported, batch: Batch): Ended {
  const from = batch.records[0]?.line ?? 1;
  const text = [
    failure.text,
    `${done.fills.toLocaleString('en-US')} fills of the file were done before, and it went wrong from ${done.unit} ${from} on. Run the same command again when that is mended: what is stored is not stored twice.`,
  ].join('\n');
  return { outcome: { ...failure, text }, code: failure.code };
}
