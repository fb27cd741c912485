/** A place in the order of trades: by close, then by book, then by the fill that closed them. */
export interface Place {
  /** Milliseconds since 1970. */
  readonly closedAt: number;
  readonly bookId: number;
  readonly closedBy: string;
}

const PLACE = /^(\d{1,16})\/(\d{1,10})\/([^\0]{1,256})$/su;
const LARGEST_BOOK = 2 ** 31 - 1;

/** A place as a text that a URL can hold. */
export function cursorOf({ closedAt, bookId, closedBy }: Place): string {
  return Buffer.from(`${closedAt}/${bookId}/${closedBy}`).toString('base64url');
}

/** The place that a cursor stands for; undefined when it is none. */
export function placeOf(cursor: string): Place | undefined {
  const [, closedAt, bookId, closedBy] = PLACE.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (closedAt === undefined || bookId === undefined || closedBy === undefined) return undefined;
  const place = { closedAt: Number(closedAt), bookId: Number(bookId), closedBy };
  const isPlace = place.closedAt <= 8.64e15 && place.bookId <= LARGEST_BOOK && cursorOf(place) === cursor;
  return isPlace ? place : undefined;
}
