import { setTimeout as sleep } from 'node:timers/promises';

/** Asks until the answer is true. False when the deadline has passed. */
export async function until(
  check: () => boolean | Promise<boolean>,
  { deadlineMs, everyMs = 20 }: { deadlineMs: number; everyMs?: number },
): Promise<boolean> {
  const end = performance.now() + deadlineMs;
  while (!(await check())) {
    if (performance.now() >= end) return false;
    await sleep(everyMs);
  }
  return true;
}
