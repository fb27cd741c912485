import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { usageOf } from './processes.js';

const WORKER = fileURLToPath(new URL('load-worker.js', import.meta.url));

/**
 * @typedef {object} Load what one round of requests showed
 * @property {number} seconds how long it lasted
 * @property {number} answers
 * @property {number} perSecond answers per second
 * @property {Record<string, number>} statuses answers by HTTP status
 * @property {number} errors connections that failed, timeouts included
 * @property {number} timeouts
 * @property {number | null} p50 milliseconds, as are `p99` and `max`; null when nothing was answered
 * @property {number | null} p99
 * @property {number | null} max
 */

/**
 * A load generator in a process of its own, which all subjects of a comparison share, so that it is equally warm for each.
 * `run` takes autocannon's options.
 */
export function createLoad(cleanup) {
  const worker = fork(WORKER);
  cleanup.add(() => worker.kill());
  return {
    /** @returns {Promise<Load>} */
    async run(options) {
      worker.send(options);
      const settled = new AbortController();
      const { signal } = settled;
      const [result] = await Promise.race([
        once(worker, 'message', { signal }),
        once(worker, 'exit', { signal }).then(() => {
          throw new Error('The load generator ended in the middle of a round.');
        }),
      ]);
      settled.abort();
      return { ...result, perSecond: result.answers / result.seconds };
    },
  };
}

/** A round of load, and the processor time in microseconds that the process `pid` spent on each answer. */
export async function loadOn(load, pid, options) {
  const before = usageOf(pid).cpuSeconds;
  const result = await load.run(options);
  const spent = usageOf(pid).cpuSeconds - before;
  return { ...result, cpuPerAnswer: (spent / result.answers) * 1e6, cpuShare: spent / result.seconds };
}
