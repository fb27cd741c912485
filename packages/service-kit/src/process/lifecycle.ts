import { errorFields } from '../errors/describe.js';
import type { Logger } from '../log/logger.js';

export interface Lifecycle {
  /** True from the first moment of the shutdown on. */
  readonly draining: boolean;
  /** Registers what ends a part; parts end in the reverse order of their registration, each after the one before. */
  onShutdown(name: string, stop: () => Promise<void> | void): void;
  shutdown(): Promise<void>;
}

/** Ordered shutdown: a part that fails to stop is logged and does not keep the others from stopping. */
export function createLifecycle(logger: Logger): Lifecycle {
  const parts: { name: string; stop: () => Promise<void> | void }[] = [];
  let draining = false;
  return {
    get draining() {
      return draining;
    },
    onShutdown: (name, stop) => void parts.push({ name, stop }),
    async shutdown() {
      draining = true;
      for (const { name, stop } of parts.splice(0).reverse()) {
        try {
          await stop();
        } catch (error) {
          logger.error('Part did not stop cleanly', { part: name, ...errorFields(error) });
        }
      }
    },
  };
}
