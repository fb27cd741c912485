/**
 * A column of a batch as PostgreSQL writes an array. The driver would look at each entry anew, which takes longer than the insertion.
 * Entries that are not numbers are to be quoted.
 */
export function arrayOf<T>(
  rows: readonly T[],
  entryOf: (row: T) => string | number | null,
  quote = false,
): string {
  const entries = rows.map((row) => {
    const value = entryOf(row);
    if (value === null) return 'NULL';
    return quote ? quoted(String(value)) : value;
  });
  return `{${entries.join(',')}}`;
}

const PLAIN = /^[A-Za-z0-9_:.-]{5,}$/;

/** `NULL` in quotes is a text, and so is what has characters that mean something in an array. */
function quoted(text: string): string {
  return PLAIN.test(text) ? text : `"${text.replaceAll(/["\\]/g, '\\$&')}"`;
}
