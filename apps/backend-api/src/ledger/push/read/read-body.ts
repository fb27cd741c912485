import { AppError } from '@neuratrade/service-kit';
import { type Line, unreadableBody } from './line.js';
import { readCsv } from './read-csv.js';
import { type JsonPush, readJson } from './read-json.js';
import { readNdjson } from './read-ndjson.js';

type Reader = (text: string) => readonly Line[] | JsonPush;

const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['application/json', readJson],
  ['application/x-ndjson', readNdjson],
  ['application/ndjson', readNdjson],
  ['application/jsonl', readNdjson],
  ['text/csv', readCsv],
]);

/** What a push says: fills, and for JSON whose they are. */
export interface PushBody {
  readonly account?: unknown;
  readonly exchange?: unknown;
  readonly lines: readonly Line[];
}

/** @throws {AppError} `bad_request` when it cannot be read at all, `payload_too_large` when it holds too many fills */
export function readBody(contentType: string | undefined, bytes: Buffer): PushBody {
  const read = READERS.get(contentType?.split(';')[0]?.trim().toLowerCase() ?? '');
  if (read === undefined) {
    throw new AppError(
      'bad_request',
      'Send fills as application/json, application/x-ndjson or text/csv, and say which in Content-Type.',
    );
  }
  const body = read(textOf(bytes));
  return 'lines' in body ? body : { lines: body };
}

function textOf(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw unreadableBody('it is not UTF-8.');
  }
}
