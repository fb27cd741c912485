const QUICK_MS = 2_000;

/** A statement that gets less time than others, for those who wait at the other end: what must be answered before a chat gives up. */
export function quick<T extends object>(statement: T): T & { readonly query_timeout: number } {
  return { ...statement, query_timeout: QUICK_MS };
}
