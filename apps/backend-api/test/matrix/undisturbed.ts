import { monitorEventLoopDelay } from 'node:perf_hooks';

const TRIES = 3;
const LONGEST_PAUSE_MS = 250;

/**
 * Runs again what failed while this process stood still: the lines to all parts run in it, so that all of them fell silent together.
 * `mend` puts right what a failed run left broken.
 */
export async function undisturbed<T>(run: () => Promise<T>, mend: () => Promise<void>): Promise<T> {
  for (let left = TRIES; ; left -= 1) {
    const delay = monitorEventLoopDelay({ resolution: 10 });
    delay.enable();
    try {
      return await run();
    } catch (error) {
      await mend().catch(() => undefined);
      if (left === 1 || delay.max / 1e6 < LONGEST_PAUSE_MS) throw error;
    } finally {
      delay.disable();
    }
  }
}
