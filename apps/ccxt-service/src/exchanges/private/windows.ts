import type { Begin } from '../../private/private-data.js';
import { MarketError } from '../market/market-error.js';
import { type Cursor, readCursor, wrongCursor } from './cursor.js';

export const DAY_MS = 86_400_000;
/** No exchange is older. */
export const EARLIEST = Date.parse('2011-01-01T00:00:00Z');

/** From the first to the last millisecond, both included. */
export interface Window {
  readonly from: number;
  readonly until: number;
  /** It reaches the present. */
  readonly last: boolean;
}

type Place = Extract<Cursor, { from: number }>;

interface Walk<T> {
  readonly exchange: string;
  readonly begin: Place;
  /** The present, by the exchange's clock. */
  readonly now: number;
  /** The widest window that the exchange takes. */
  readonly widest: number;
  /** No other window is begun from then on. */
  readonly enough: () => boolean;
  /** `full`: there may be more in this window than was told. */
  readonly ask: (window: Window) => Promise<{ readonly rows: readonly T[]; readonly full: boolean }>;
}

const NARROWEST_MS = 1_000;

/**
 * Reads one window after the other, up to the first that holds something. Only a page that is not full is believed, in whatever order
 * and from whichever end an exchange lists: a window with a full page is halved. So nothing is skipped.
 *
 * @throws {MarketError} `not_supported` when even a second holds more than one page
 */
export async function walkWindows<T>(
  walk: Walk<T>,
): Promise<{ readonly rows: readonly T[]; readonly next: Place | null }> {
  const { exchange, begin, now, widest, enough, ask } = walk;
  let from = begin.from;
  let width = Math.min(begin.width, widest);
  for (;;) {
    const last = from + width > now;
    const { rows, full } = await ask({ from, until: last ? Math.max(from, now) : from + width - 1, last });
    if (full) {
      if (width <= NARROWEST_MS) throw tooMany(exchange);
      width = Math.max(NARROWEST_MS, Math.floor(Math.min(width, Math.max(1, now - from)) / 2));
      continue;
    }
    if (last) return { rows, next: null };
    from += width;
    if (rows.length > 0) return { rows, next: { from, width } };
    width = Math.min(widest, width * 2);
    if (enough()) return { rows, next: { from, width } };
  }
}

/** Where to begin. @throws {AppError} `bad_request` for a cursor of another kind */
export function placeOf(
  begin: Begin,
  { earliest, width }: { readonly earliest: number; readonly width: number },
): Place {
  if (begin.cursor === undefined) return { from: Math.max(earliest, begin.since ?? earliest), width };
  const place = readCursor(begin.cursor);
  if ('from' in place) return place;
  throw wrongCursor(begin.cursor);
}

function tooMany(exchange: string): MarketError {
  return new MarketError(
    'not_supported',
    'too many at once',
    `${exchange} lists more of one second than one answer holds, and offers no way to the rest.`,
  );
}
