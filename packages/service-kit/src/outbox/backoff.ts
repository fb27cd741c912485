export interface BackoffSteps {
  readonly firstMs: number;
  readonly mostMs: number;
}

/** The pause of the whole outbox. */
export interface Backoff {
  /** Pauses twice as long as the last time, up to the most, with jitter. */
  failed(): void;
  pause(ms: number): void;
  /** The next failure pauses for the first step again. */
  succeeded(): void;
  /** Milliseconds that are left. */
  left(): number;
}

export function createBackoff({ firstMs, mostMs }: BackoffSteps): Backoff {
  let failures = 0;
  let until = 0;
  const pause = (ms: number) => {
    until = Math.max(until, performance.now() + ms);
  };
  return {
    failed() {
      const step = Math.min(mostMs, firstMs * 2 ** failures);
      failures += 1;
      pause(step * (0.75 + Math.random() * 0.25));
    },
    pause,
    succeeded() {
      failures = 0;
    },
    left: () => Math.max(0, until - performance.now()),
  };
}
