import type { Bar } from './bar.js';
import { createStream, mix } from './random.js';
import type { MarketSymbol } from './symbols.js';

/** Half the range of an unsigned 32-bit integer. */
const HALF = 2 ** 31;
const PERIODS = [1, 4, 16, 64, 256] as const;

/** A swing in [-1, 1] of one period, in days: straight lines between values drawn at its turning points. */
function swing(seed: number, period: number, day: number): number {
  const turn = Math.floor(day / period);
  const share = (day - turn * period) / period;
  const begin = mix(seed, period, turn) / HALF - 1;
  const end = mix(seed, period, turn + 1) / HALF - 1;
  return begin * (1 - share) + end * share;
}

/** Closing price of a day in ticks: swings of growing period and size about the market's centre, always positive. */
function closeOf(seed: number, symbol: MarketSymbol, day: number): number {
  let offset = 0;
  for (const period of PERIODS) {
    offset += swing(seed, period, day) * symbol.volatility * Math.sqrt(period);
  }
  return Math.round(symbol.centre * (1 + offset));
}

/**
 * The bars of a market's UTC days, counted from the epoch. A price path lies within them by construction:
 * a day is split downwards, so its extremes are known without visiting its seconds.
 */
export function createDays(seed: number, symbol: MarketSymbol): (day: number) => Readonly<Bar> {
  let latest: { day: number; bar: Readonly<Bar> } | undefined;

  function build(day: number): Readonly<Bar> {
    const open = latest?.day === day - 1 ? latest.bar.close : closeOf(seed, symbol, day - 1);
    const close = closeOf(seed, symbol, day);
    const draw = createStream(mix(seed, 0x64617962, day));
    const reach = symbol.centre * symbol.volatility;
    return {
      open,
      high: Math.max(open, close) + Math.ceil(reach * (0.2 + draw())),
      low: Math.min(open, close) - Math.ceil(reach * (0.2 + draw())),
      close,
      volume: Math.round(symbol.dailyLots * (0.6 + 0.8 * draw())),
    };
  }

  return (day) => {
    if (latest?.day !== day) latest = { day, bar: build(day) };
    return latest.bar;
  };
}
