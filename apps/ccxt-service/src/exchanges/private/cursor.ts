import { badValue } from '@neuratrade/service-kit';

/** Where to go on: behind an execution, or at an instant (milliseconds) with windows of so many milliseconds. */
export type Cursor = { readonly after: string } | { readonly from: number; readonly width: number };

const AFTER = /^after:(\d{1,30})$/;
const FROM = /^from:(\d{1,15}):(\d{1,12})$/;

export function writeCursor(cursor: Cursor): string {
  return 'after' in cursor ? `after:${cursor.after}` : `from:${cursor.from}:${cursor.width}`;
}

/** @throws {AppError} `bad_request` for what {@link writeCursor} never wrote */
export function readCursor(text: string): Cursor {
  const after = AFTER.exec(text)?.[1];
  if (after !== undefined) return { after };
  const [, from, width] = FROM.exec(text) ?? [];
  if (from !== undefined && Number(width) > 0) return { from: Number(from), width: Number(width) };
  throw wrongCursor(text);
}

export function wrongCursor(text: string): Error {
  return badValue('cursor', text, 'the `next` of the answer before.');
}
