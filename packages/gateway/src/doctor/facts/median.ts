import { setTimeout as sleep } from 'node:timers/promises';

const PINGS = 7;
const PAUSE_MS = 20;

/** The middle of the numbers; of an even count the upper one of the two. 0 when there are none. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/**
 * The median time of a few pings in milliseconds with two decimals, with pauses between them, so that a moment in which
 * this process had other work to do spoils but few of them.
 */
export async function pingTime(ping: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let count = 0; count < PINGS; count++) {
    if (count > 0) await sleep(PAUSE_MS);
    const begun = performance.now();
    await ping();
    times.push(performance.now() - begun);
  }
  return Math.round(median(times) * 100) / 100;
}
