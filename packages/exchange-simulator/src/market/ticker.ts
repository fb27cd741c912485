import type { Bar } from './bar.js';
import type { Walk } from './walk.js';

const DAY = 86_400;

/** The last 24 hours of a market: its bar and the trade now. Trade ids count seconds. */
export interface DayTicker extends Bar {
  previousClose: number;
  lastQuantity: number;
  openTime: number;
  closeTime: number;
  firstId: number;
  lastId: number;
}

/** Summarises the 24 hours that end at `now` (milliseconds); its open is the price of 24 hours ago. */
export function dayTicker(walk: Walk, now: number): DayTicker {
  const last = Math.floor(now / 1000);
  const first = last - DAY;
  const bar = walk.bar(first, last);
  return {
    ...bar,
    previousClose: walk.priceAt(first - 1),
    lastQuantity: walk.bar(last, last).volume,
    openTime: now - DAY * 1000,
    closeTime: now,
    firstId: first,
    lastId: last,
  };
}
