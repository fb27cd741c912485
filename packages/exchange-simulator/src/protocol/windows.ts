/** Counts per caller within spans of time that begin on the clock: minutes, days. */
export interface WindowCounter {
  used(caller: string, now: number): number;
  /** Adds and returns the sum within the span that holds `now` (milliseconds). */
  add(caller: string, amount: number, now: number): number;
  /** Milliseconds until the next span begins. */
  left(now: number): number;
  clear(): void;
}

/** A counter that forgets each span as the next begins. */
export function createWindowCounter(spanMs: number): WindowCounter {
  let span = Number.NaN;
  const sums = new Map<string, number>();
  const turn = (now: number) => {
    const current = Math.floor(now / spanMs);
    if (current !== span) sums.clear();
    span = current;
  };
  return {
    used(caller, now) {
      turn(now);
      return sums.get(caller) ?? 0;
    },
    add(caller, amount, now) {
      turn(now);
      const sum = (sums.get(caller) ?? 0) + amount;
      sums.set(caller, sum);
      return sum;
    },
    left: (now) => spanMs - (now % spanMs),
    clear: () => sums.clear(),
  };
}
