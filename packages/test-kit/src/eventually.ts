import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Repeats `check` until it does not throw, and hands back its value.
 * After `timeoutMs` (default 5000) throws the last error, told with the time that passed.
 */
export async function eventually<T>(
  check: () => T | Promise<T>,
  { timeoutMs = 5000, everyMs = 25 }: { timeoutMs?: number; everyMs?: number } = {},
): Promise<T> {
  const start = performance.now();
  for (;;) {
    try {
      return await check();
    } catch (error) {
      const elapsed = performance.now() - start;
      if (elapsed + everyMs > timeoutMs) throw late(error, elapsed);
    }
    await sleep(everyMs);
  }
}

function late(error: unknown, elapsedMs: number): Error {
  const told = error instanceof Error ? error : new Error(String(error));
  told.message = `still failing after ${Math.round(elapsedMs)} ms: ${told.message}`;
  return told;
}
