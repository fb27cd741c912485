type Endable = { stop(): Promise<unknown> } | { close(): Promise<unknown> } | { remove(): Promise<unknown> };

export type Cleanup = {
  /** Hands the thing back, and remembers to end it. */
  use<T extends Endable>(thing: T): T;
  /** Remembers one step more. */
  add(step: () => unknown): void;
  /** Ends everything, last first, even if one step fails. Fit for `afterEach`. */
  run(): Promise<void>;
};

/** Remembers what a test opened, so that one `afterEach(cleanup.run)` ends all of it whatever the test did. */
export function createCleanup(): Cleanup {
  const steps: (() => unknown)[] = [];
  return {
    use(thing) {
      steps.push(() => end(thing));
      return thing;
    },
    add(step) {
      steps.push(step);
    },
    async run() {
      const errors: unknown[] = [];
      for (const step of steps.splice(0).reverse()) {
        try {
          await step();
        } catch (error) {
          errors.push(error);
        }
      }
      if (errors.length > 0)
        throw new AggregateError(errors, `clean-up failed: ${errors.map(String).join('; ')}`);
    },
  };
}

function end(thing: Endable): Promise<unknown> {
  if ('stop' in thing) return thing.stop();
  return 'close' in thing ? thing.close() : thing.remove();
}
