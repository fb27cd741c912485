/** Rejects who waits for a place when one of its signals aborts. */
export class NoPlaceError extends Error {}

export interface Wish {
  readonly signals: readonly AbortSignal[];
  /** Goes ahead of those who wait already. */
  readonly ahead: boolean;
}

export interface Places {
  /** Resolves with a place, first come, first served. @throws {NoPlaceError} */
  take(wish: Wish): Promise<void>;
  /** Gives a place back; one that was used is held for a while. */
  give(used: boolean): void;
  /** Whether nobody has one or waits for one. */
  idle(): boolean;
}

/** A number of places, each free again `holdMs` after it was given back. `onIdle` is called when all are free. */
export function createPlaces(most: number, holdMs: number, onIdle: () => void = () => {}): Places {
  let free = most;
  const queue: (() => void)[] = [];

  function release(): void {
    const next = queue.shift();
    if (next === undefined) free += 1;
    else next();
    if (free === most) onIdle();
  }

  return {
    take({ signals, ahead }) {
      if (signals.some(({ aborted }) => aborted)) return Promise.reject(new NoPlaceError());
      if (free > 0) {
        free -= 1;
        return Promise.resolve();
      }
      return new Promise((resolve, reject) => {
        const settle = () => {
          for (const signal of signals) signal.removeEventListener('abort', leave);
        };
        const enter = () => {
          settle();
          resolve();
        };
        const leave = () => {
          settle();
          queue.splice(queue.indexOf(enter), 1);
          reject(new NoPlaceError());
        };
        for (const signal of signals) signal.addEventListener('abort', leave);
        if (ahead) queue.unshift(enter);
        else queue.push(enter);
      });
    },
    give(used) {
      if (used) setTimeout(release, holdMs).unref();
      else release();
    },
    idle: () => free === most,
  };
}
