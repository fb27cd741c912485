const FIRST_MS = 1_000;

/** Checks ahead of time while an exchange fails, ever later, so that its recovery is soon seen. */
export interface Retries {
  failed(): void;
  succeeded(): void;
  stop(): void;
}

/** How long after the n-th failure in a row to check again; undefined when the next regular check comes sooner. */
export function retryDelay(failures: number, intervalMs: number): number | undefined {
  const delay = FIRST_MS * 2 ** (failures - 1);
  return delay < intervalMs ? delay : undefined;
}

/** Calls `retry` after 1, 2, 4 … seconds of failures, as long as that is sooner than the interval. */
export function createRetries(intervalMs: number, retry: () => void): Retries {
  let failures = 0;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  return {
    failed() {
      failures += 1;
      clearTimeout(timer);
      const delay = retryDelay(failures, intervalMs);
      if (delay !== undefined && !stopped) timer = setTimeout(retry, delay).unref();
    },
    succeeded() {
      failures = 0;
      clearTimeout(timer);
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
