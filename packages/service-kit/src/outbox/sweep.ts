import type { DurableStore } from '../durable/index.js';
import type { Guard } from './guard.js';
import { expiredBefore } from './keys.js';
import type { Counts } from './load.js';
import type { Mutex } from './mutex.js';

interface SweepOptions {
  readonly store: DurableStore<unknown>;
  readonly guard: Guard;
  readonly counts: Counts;
  readonly mutex: Mutex;
  readonly keepMs: number;
  readonly now: () => number;
}

interface Sweep {
  close(): Promise<void>;
}

const AT_ONCE = 500;
const EVERY_MS = 3_600_000;

/** Removes in the background what was kept for long enough, now and every hour. What fails is done the next time. */
export function startSweep({ store, guard, counts, mutex, keepMs, now }: SweepOptions): Sweep {
  let closed = false;
  let running: Promise<void> | undefined;

  async function removeSome(): Promise<number> {
    const gone: string[] = [];
    let found = 0;
    for await (const [key, names] of store.entries({ ...expiredBefore(now()), limit: AT_ONCE })) {
      gone.push(key, ...(names as string[]));
      found += 1;
    }
    if (found === 0) return 0;
    await guard.write(
      gone.map((del) => ({ del })),
      { sync: false },
    );
    for (const state of ['sent', 'dead'] as const)
      counts[state] -= gone.filter((key) => key.startsWith(`${state}/`)).length;
    return found;
  }

  async function sweep(): Promise<void> {
    while (!closed && (await mutex(removeSome)) > 0);
  }

  const run = () => {
    running ??= sweep()
      .catch(() => undefined)
      .finally(() => {
        running = undefined;
      });
  };
  const timer = setInterval(run, Math.min(EVERY_MS, keepMs)).unref();
  run();
  return {
    async close() {
      closed = true;
      clearInterval(timer);
      await running;
    },
  };
}
