/** A wait that can be cut short. */
export interface Pause {
  wait(ms: number): Promise<void>;
  wake(): void;
}

const LONGEST_MS = 2 ** 31 - 1;

export function createPause(): Pause {
  let woken = false;
  let end: (() => void) | undefined;
  return {
    async wait(ms) {
      if (!woken)
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, Math.min(ms, LONGEST_MS));
          end = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      end = undefined;
      woken = false;
    },
    wake() {
      woken = true;
      end?.();
    },
  };
}
