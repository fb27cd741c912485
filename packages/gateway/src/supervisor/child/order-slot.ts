/** An order that was taken; whoever carries it out says how that went. */
type TakenOrder<T> = { value: T; resolve(): void; reject(error: unknown): void };

/** Room for one order, which interrupts whatever is being waited for. */
export type OrderSlot<T> = {
  /** Resolves when the order has been carried out; rejects when it failed, or the slot was closed before. */
  put(value: T): Promise<void>;
  take(): TakenOrder<T> | undefined;
  /** Aborted for as long as an order waits. */
  waiting(): AbortSignal;
  /** Resolves when an order waits, or the slot has been closed. */
  arrived(): Promise<undefined>;
};

/** An empty slot; `closed` ends it. */
export function createOrderSlot<T>(closed: AbortSignal): OrderSlot<T> {
  let order: TakenOrder<T> | undefined;
  let bell = new AbortController();

  function take(): TakenOrder<T> | undefined {
    const taken = order;
    order = undefined;
    if (bell.signal.aborted) bell = new AbortController();
    return taken;
  }

  closed.addEventListener('abort', () => take()?.reject(closed.reason), { once: true });
  return {
    put: (value) =>
      new Promise((resolve, reject) => {
        if (closed.aborted) return reject(closed.reason);
        order = { value, resolve, reject };
        bell.abort();
      }),
    take,
    waiting: () => bell.signal,
    arrived: () =>
      new Promise((resolve) => {
        const either = AbortSignal.any([closed, bell.signal]);
        if (either.aborted) resolve(undefined);
        else either.addEventListener('abort', () => resolve(undefined), { once: true });
      }),
  };
}
