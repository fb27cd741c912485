const MOST_PATHS = 200;
const OTHERS = 'other';

/** Counts the requests that the exchange was sent, by path. */
export interface RequestCounter {
  add(path: string): void;
  counts(): Record<string, number>;
  /** Begins again at zero and returns how many requests were counted. */
  clear(): number;
}

/** A counter that lists the first 200 paths and counts any further ones together as `other`. */
export function createRequestCounter(): RequestCounter {
  const counts = new Map<string, number>();
  return {
    add(path) {
      const key = counts.has(path) || counts.size < MOST_PATHS ? path : OTHERS;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    },
    counts: () => Object.fromEntries(counts),
    clear() {
      const sum = [...counts.values()].reduce((total, count) => total + count, 0);
      counts.clear();
      return sum;
    },
  };
}
