import { TooMany } from './answer.js';
import type { Limits } from './limits.js';
import { createWindowCounter } from './windows.js';

const TEN_SECONDS = 10_000;
const DAY = 86_400_000;
const TOO_MANY_ORDERS = -1015;

/** Counts the new orders of each account. */
export interface OrderCounts {
  /** Counts one; the headers tell how many there were. @throws TooMany above the limits */
  add(account: string, now: number): Record<string, string>;
  clear(): void;
}

/** Nothing counted yet. */
export function createOrderCounts(limits: Limits): OrderCounts {
  const short = createWindowCounter(TEN_SECONDS);
  const day = createWindowCounter(DAY);
  const spans = () => [
    { counter: short, most: limits.values.ordersPerTenSeconds, words: '10 SECOND' },
    { counter: day, most: limits.values.ordersPerDay, words: '1 DAY' },
  ];
  return {
    add(account, now) {
      for (const { counter, most, words } of spans()) {
        if (counter.used(account, now) < most) continue;
        throw new TooMany(`Too many new orders; current limit is ${most} orders per ${words}.`, {
          status: 429,
          retryAfterSeconds: Math.ceil(counter.left(now) / 1000),
          code: TOO_MANY_ORDERS,
        });
      }
      return {
        'X-MBX-ORDER-COUNT-10S': String(short.add(account, 1, now)),
        'X-MBX-ORDER-COUNT-1D': String(day.add(account, 1, now)),
      };
    },
    clear() {
      short.clear();
      day.clear();
    },
  };
}
