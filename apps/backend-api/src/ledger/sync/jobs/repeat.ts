import { setTimeout as sleep } from 'node:timers/promises';
import { LAST_TRY_MS, within } from '../../../platform/within.js';

/** Work that is done again and again. */
export interface Repeat {
  open(): void;
  /** Resolves when nothing is under way any more, or when that takes too long. */
  close(): Promise<void>;
}

/** Does it now, and from then on after each pause; `failed` is told why it could not be done. */
export function createRepeat(
  work: () => Promise<void>,
  { everyMs, failed }: { readonly everyMs: number; readonly failed: (error: unknown) => void },
): Repeat {
  const stopping = new AbortController();
  const { signal } = stopping;
  let doing: Promise<void> = Promise.resolve();
  const goOn = async (): Promise<void> => {
    while (!signal.aborted) {
      await work().catch(failed);
      await sleep(everyMs, undefined, { signal }).catch(() => undefined);
    }
  };
  return {
    open() {
      doing = goOn();
    },
    async close() {
      stopping.abort();
      await within(doing, LAST_TRY_MS);
    },
  };
}
