import { setTimeout as sleep } from 'node:timers/promises';
import { createCleanup } from '../../packages/test-kit/dist/index.js';

const STOPS_WITHIN_MS = 10_000;

/**
 * Runs the work with a cleanup of its own, which is run however the work ends: also when the user interrupts it,
 * and also for what the work opens in that very moment.
 *
 * @template T
 * @param {(cleanup: object) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withCleanup(work) {
  const cleanup = createCleanup();
  const interruption = new AbortController();
  const onSignal = (signal) => interruption.abort(new Interrupted(signal));
  const interrupted = new Promise((_, reject) => {
    interruption.signal.addEventListener('abort', () => reject(interruption.signal.reason));
  });
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  const working = work(refusingWhen(interruption.signal, cleanup));
  try {
    return await Promise.race([working, interrupted]);
  } finally {
    await cleanup.run();
    if (interruption.signal.aborted) {
      await Promise.race([working.catch(() => undefined), sleep(STOPS_WITHIN_MS)]);
      await cleanup.run();
    }
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
}

/** Ends the work at the next thing that it opens; that too is remembered. */
function refusingWhen(signal, cleanup) {
  return {
    use(thing) {
      cleanup.use(thing);
      signal.throwIfAborted();
      return thing;
    },
    add(step) {
      cleanup.add(step);
      signal.throwIfAborted();
    },
  };
}

/** The user has had enough. */
export class Interrupted extends Error {
  constructor(signal) {
    super(`Interrupted by ${signal}.`);
  }
}
