import { setTimeout as sleep } from 'node:timers/promises';

/** How long, at the end of the process, anything waits for a database that may hang. */
export const LAST_TRY_MS = 1_500;

/** What a promise resolves with; undefined when that takes longer than `ms`. */
export async function within<T>(promise: Promise<T>, ms: number): Promise<T | undefined> {
  const patience = new AbortController();
  const overdue = sleep(ms, undefined, { signal: patience.signal }).catch(() => undefined);
  try {
    return await Promise.race([promise, overdue]);
  } finally {
    patience.abort();
  }
}
