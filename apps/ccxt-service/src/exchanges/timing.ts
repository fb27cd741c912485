import { performance } from 'node:perf_hooks';
import type { Exchange } from 'ccxt';

/** One HTTP request: how long it took and when, by our clock in milliseconds, it ended. */
export interface RequestTiming {
  readonly latencyMs: number;
  readonly endedAt: number;
}

/** Times the requests of a ccxt instance, without the waiting for its rate limit, and tells about the last one. */
export function timeRequests(client: Exchange): () => RequestTiming {
  let last: RequestTiming = { latencyMs: 0, endedAt: Date.now() };
  const request = client.fetch.bind(client);
  client.fetch = async (...args: Parameters<typeof request>) => {
    const started = performance.now();
    try {
      return await request(...args);
    } finally {
      last = { latencyMs: performance.now() - started, endedAt: Date.now() };
    }
  };
  return () => last;
}
