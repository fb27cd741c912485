const ASCII = /^[\x20-\x7e]*$/;

/** The order of the fills of one book: by time, at one time by id. The database orders by the same. */
export function compareFills(
  a: { readonly executedAt: number; readonly id: string },
  b: { readonly executedAt: number; readonly id: string },
): number {
  return a.executedAt - b.executedAt || compareIds(a.id, b.id);
}

/** Shorter ids first, so that `9` comes before `10`; those of one length by their bytes. */
function compareIds(a: string, b: string): number {
  if (ASCII.test(a) && ASCII.test(b)) return a.length - b.length || (a < b ? -1 : Number(a > b));
  return [...a].length - [...b].length || Buffer.compare(Buffer.from(a), Buffer.from(b));
}
