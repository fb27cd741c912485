/** So many questions within a time, of which the exchange allows few. */
export interface Quota {
  /** Takes one, or tells in how many milliseconds there is one again. */
  take(): number;
}

export function createQuota({
  most,
  withinMs,
  now,
}: {
  readonly most: number;
  readonly withinMs: number;
  readonly now: () => number;
}): Quota {
  let taken: number[] = [];
  return {
    take() {
      const time = now();
      taken = taken.filter((at) => time - at < withinMs);
      const [first] = taken;
      if (first !== undefined && taken.length >= most) return first + withinMs - time;
      taken.push(time);
      return 0;
    },
  };
}
