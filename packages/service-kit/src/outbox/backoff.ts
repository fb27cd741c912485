export interface BackoffSteps {
  readonly firstMs: number;
  readonly mostMs: number;
}

/** The pause after so many failures before this one: twice as long each time, up to the most, with jitter. */
export function stepAfter(failures: number, { firstMs, mostMs }: BackoffSteps): number {
  return Math.min(mostMs, firstMs * 2 ** failures) * (0.75 + Math.random() * 0.25);
}

/** The pause of the whole outbox. */
export interface Backoff {
  /** Pauses as {@link stepAfter} says. */
  failed(): void;
  pause(ms: number): void;
  /** The next failure pauses for the first step again. */
  succeeded(): void;
  /** Milliseconds that are left. */
  left(): number;
}

export function createBackoff(steps: BackoffSteps): Backoff {
  let failures = 0;
  let until = 0;
  const pause = (ms: number) => {
    until = Math.max(until, performance.now() + ms);
  };
  return {
    failed() {
      pause(stepAfter(failures, steps));
      failures += 1;
    },
    pause,
    succeeded() {
      failures = 0;
    },
    left: () => Math.max(0, until - performance.now()),
  };
}
