/** How much a caller and an account may ask for. */
export interface LimitValues {
  /** Weight per caller and calendar minute, of the paths under `/api`. */
  readonly weightPerMinute: number;
  /** The same of those under `/sapi`. */
  readonly systemWeightPerMinute: number;
  /** Weight per account and minute, of the few paths that count for it. */
  readonly accountWeightPerMinute: number;
  /** New orders per account. */
  readonly ordersPerTenSeconds: number;
  readonly ordersPerDay: number;
}

const USUAL: LimitValues = {
  weightPerMinute: 6_000,
  systemWeightPerMinute: 12_000,
  accountWeightPerMinute: 180_000,
  ordersPerTenSeconds: 100,
  ordersPerDay: 200_000,
};

/** The limits that are in force. */
export interface Limits {
  readonly values: LimitValues;
  change(values: Partial<LimitValues>): void;
  reset(): void;
}

/** The exchange's usual limits. */
export function createLimits(): Limits {
  let values = USUAL;
  return {
    get values() {
      return values;
    },
    change(changed) {
      values = { ...values, ...changed };
    },
    reset() {
      values = USUAL;
    },
  };
}

/** The limits as the exchange announces them. */
export function announceLimits({ values }: Limits) {
  const limit = (rateLimitType: string, interval: string, intervalNum: number, most: number) => ({
    rateLimitType,
    interval,
    intervalNum,
    limit: most,
  });
  return [
    limit('REQUEST_WEIGHT', 'MINUTE', 1, values.weightPerMinute),
    limit('ORDERS', 'SECOND', 10, values.ordersPerTenSeconds),
    limit('ORDERS', 'DAY', 1, values.ordersPerDay),
    limit('RAW_REQUESTS', 'MINUTE', 5, 61_000),
  ];
}
