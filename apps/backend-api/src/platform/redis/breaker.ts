export interface BreakerOptions {
  /** When a command that is not answered counts as lost. */
  readonly timeoutMs: number;
  /** Pause between two trials while it is open. */
  readonly trialMs: number;
  /** Asks whether commands are answered again; ends at the latest with the connection. */
  readonly trial: () => Promise<unknown>;
  readonly onChange: (open: boolean) => void;
}

export interface Breaker {
  readonly open: boolean;
  /** Runs a command; rejects at once while open, and all that are running as soon as one of them is not answered in time. */
  run<T>(command: () => Promise<T>): Promise<T>;
  stop(): void;
}

/** A command was not sent, or its answer not waited for, because the server does not answer. */
class NotAnswered extends Error {
  constructor() {
    super('timed out');
  }
}

/** Keeps a server that hangs from costing every caller a timeout. */
export function createBreaker(options: BreakerOptions): Breaker {
  const running = new Set<(error: Error) => void>();
  let trials: NodeJS.Timeout | undefined;
  let asking = false;

  const trip = (): void => {
    if (trials !== undefined) return;
    trials = setInterval(tryAgain, options.trialMs);
    for (const give of running) give(new NotAnswered());
    options.onChange(true);
  };

  const close = (): void => {
    if (trials === undefined) return;
    clearInterval(trials);
    trials = undefined;
    options.onChange(false);
  };

  const tryAgain = (): void => {
    if (asking) return;
    asking = true;
    options
      .trial()
      .then(close, () => undefined)
      .finally(() => {
        asking = false;
      });
  };

  return {
    get open() {
      return trials !== undefined;
    },
    run: (command) => {
      if (trials !== undefined) return Promise.reject(new NotAnswered());
      return new Promise((resolve, reject) => {
        const timer = setTimeout(
          () => afterPendingInput(() => running.has(reject) && trip()),
          options.timeoutMs,
        );
        running.add(reject);
        command()
          .then(resolve, reject)
          .finally(() => {
            running.delete(reject);
            clearTimeout(timer);
          });
      });
    },
    stop: () => clearInterval(trials),
  };
}

/** What arrived while this process was too busy to read it is read first. */
function afterPendingInput(then: () => void): void {
  setImmediate(() => setImmediate(then));
}
