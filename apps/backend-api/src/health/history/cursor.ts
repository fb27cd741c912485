/** A place in the order of transitions. `micros` is the time of the change, in microseconds since 1970. */
export interface Place {
  readonly micros: string;
  readonly id: string;
}

const PLACE = /^(\d{1,16})\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** A place as a text that a URL can hold. */
export function cursorOf({ micros, id }: Place): string {
  return Buffer.from(`${micros}/${id}`).toString('base64url');
}

/** The place that a cursor stands for; undefined when it is none. */
export function placeOf(cursor: string): Place | undefined {
  const text = Buffer.from(cursor, 'base64url').toString();
  const [, micros, id] = PLACE.exec(text) ?? [];
  if (micros === undefined || id === undefined) return undefined;
  const place = { micros, id };
  return cursorOf(place) === cursor ? place : undefined;
}
