import { Agent, get } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

const ANSWER_WITHIN_MS = 5_000;

/** Asks one URL again and again over one connection that is kept. */
export function createAsker(url, headers = {}) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  return {
    /** Status and body; undefined when there was no answer. */
    ask: () =>
      new Promise((resolve) => {
        const request = get(url, { agent, headers, timeout: ANSWER_WITHIN_MS }, (response) => {
          const chunks = [];
          response.on('data', (chunk) => chunks.push(chunk));
          response.on('end', () =>
            resolve({
              status: response.statusCode,
              headers: response.headers,
              body: Buffer.concat(chunks).toString(),
            }),
          );
          response.on('error', () => resolve(undefined));
        });
        request.on('timeout', () => request.destroy());
        request.on('error', () => resolve(undefined));
      }),
    close: async () => agent.destroy(),
  };
}

/**
 * Asks until `done` likes the answer, and resolves to the moment at which that answer came (`performance.now()`).
 *
 * @throws when `withinMs` have passed, with `what` was waited for
 */
export async function until(what, ask, done, { everyMs = 10, withinMs = 60_000 } = {}) {
  const giveUpAt = performance.now() + withinMs;
  for (;;) {
    const answer = await ask();
    const now = performance.now();
    if (done(answer)) return now;
    if (now > giveUpAt) throw new Error(`Waited ${withinMs / 1_000} s in vain for ${what}.`);
    await sleep(everyMs);
  }
}

/** What a composite health answer says of each service; empty when there was none. */
export function servicesOf(answer) {
  try {
    return JSON.parse(answer.body).services ?? {};
  } catch {
    return {};
  }
}

/** Whether every service is well. */
export const isHealthy = (answer) => answer?.status === 200 && /^\{"status":"healthy"/.test(answer.body);
