const WEIGHT_PER_MINUTE = 6_000;
const MINUTE = 60_000;

/** The limits that the exchange announces. */
export const RATE_LIMITS = [
  { rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit: WEIGHT_PER_MINUTE },
  { rateLimitType: 'ORDERS', interval: 'SECOND', intervalNum: 10, limit: 100 },
  { rateLimitType: 'ORDERS', interval: 'DAY', intervalNum: 1, limit: 200_000 },
  { rateLimitType: 'RAW_REQUESTS', interval: 'MINUTE', intervalNum: 5, limit: 61_000 },
] as const;

/** Counts request weight per caller and calendar minute. */
export interface WeightCounter {
  /** Adds a request's weight and returns what the caller has used in this minute. */
  add(caller: string, weight: number, now: number): number;
}

/** A counter that forgets each minute as the next begins. */
export function createWeightCounter(): WeightCounter {
  let minute = Number.NaN;
  const used = new Map<string, number>();
  return {
    add(caller, weight, now) {
      const current = Math.floor(now / MINUTE);
      if (current !== minute) used.clear();
      minute = current;
      const total = (used.get(caller) ?? 0) + weight;
      used.set(caller, total);
      return total;
    },
  };
}
