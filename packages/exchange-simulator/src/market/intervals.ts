const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** The epoch was a Thursday; weeks begin on the Monday after it. */
const FIRST_MONDAY = 4 * DAY;

/** How one candle length cuts time into candles; instants in milliseconds since the epoch. */
export interface Interval {
  /** Opening instant of the candle that holds `time`. */
  openOf(time: number): number;
  /** Opening instant `count` candles after (or, negative, before) the candle that opens at `open`. */
  shift(open: number, count: number): number;
}

function fixed(length: number, anchor = 0): Interval {
  return {
    openOf: (time) => Math.floor((time - anchor) / length) * length + anchor,
    shift: (open, count) => open + count * length,
  };
}

const month: Interval = {
  openOf(time) {
    const date = new Date(time);
    return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
  },
  shift(open, count) {
    const date = new Date(open);
    return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + count, 1);
  },
};

/** Candle lengths by the exchange's names for them. */
export const INTERVALS: ReadonlyMap<string, Interval> = new Map([
  ['1s', fixed(SECOND)],
  ['1m', fixed(MINUTE)],
  ['3m', fixed(3 * MINUTE)],
  ['5m', fixed(5 * MINUTE)],
  ['15m', fixed(15 * MINUTE)],
  ['30m', fixed(30 * MINUTE)],
  ['1h', fixed(HOUR)],
  ['2h', fixed(2 * HOUR)],
  ['4h', fixed(4 * HOUR)],
  ['6h', fixed(6 * HOUR)],
  ['8h', fixed(8 * HOUR)],
  ['12h', fixed(12 * HOUR)],
  ['1d', fixed(DAY)],
  ['3d', fixed(3 * DAY)],
  ['1w', fixed(7 * DAY, FIRST_MONDAY)],
  ['1M', month],
]);
