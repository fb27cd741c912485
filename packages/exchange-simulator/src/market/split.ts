import type { Bar } from './bar.js';

const SPREAD = 1.04;
const WICK = 0.35;

/**
 * Splits a bar's volume over `count` parts of `seconds` each. The shares sum up to the whole, and every
 * second keeps at least one lot.
 */
function shareVolume(volume: number, count: number, seconds: number, draw: () => number): number[] {
  const weights = Array.from({ length: count }, () => 0.2 + draw());
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const free = volume - count * seconds;
  let passed = 0;
  let given = 0;
  return weights.map((weight, index) => {
    passed += weight;
    const upTo = index === count - 1 ? free : Math.floor((free * passed) / total);
    const share = upTo - given;
    given = upTo;
    return share + seconds;
  });
}

/** A random walk of `steps` steps from `from` to `to` that stays between the bar's extremes. */
function bridge(bar: Readonly<Bar>, steps: number, draw: () => number): number[] {
  const sums: number[] = [];
  let sum = 0;
  for (let i = 0; i < steps; i++) {
    sum += draw() * 2 - 1;
    sums.push(sum);
  }
  const scale = ((bar.high - bar.low) * SPREAD) / Math.sqrt(steps);
  return sums.map((value, index) => {
    const share = (index + 1) / steps;
    const point = bar.open + (bar.close - bar.open) * share + (value - share * sum) * scale;
    return index === steps - 1 ? bar.close : Math.min(bar.high, Math.max(bar.low, Math.round(point)));
  });
}

function indexOfBest(values: readonly number[], better: (a: number, b: number) => boolean): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) {
    if (better(values[i] as number, values[best] as number)) best = i;
  }
  return best;
}

/**
 * Splits a bar into `count` bars of equal length that follow one another, together open and close like
 * it, sum up to its volume, and of which one reaches its high and one its low.
 */
export function splitBar(bar: Readonly<Bar>, count: number, seconds: number, draw: () => number): Bar[] {
  const closes = bridge(bar, count, draw);
  const volumes = shareVolume(bar.volume, count, seconds, draw);
  const wick = ((bar.high - bar.low) * WICK) / Math.sqrt(count);
  const reach = () => Math.ceil((0.3 + 0.7 * draw()) * wick);
  const parts = closes.map((close, index) => {
    const open = index === 0 ? bar.open : (closes[index - 1] as number);
    return {
      open,
      high: Math.min(bar.high, Math.max(open, close) + reach()),
      low: Math.max(bar.low, Math.min(open, close) - reach()),
      close,
      volume: volumes[index] as number,
    };
  });
  const tops = parts.map((part) => part.high);
  const bottoms = parts.map((part) => part.low);
  (parts[indexOfBest(tops, (a, b) => a > b)] as Bar).high = bar.high;
  (parts[indexOfBest(bottoms, (a, b) => a < b)] as Bar).low = bar.low;
  return parts;
}

/**
 * Splits a bar into single seconds, each with one price: the first is its open, the last its close, and
 * one of those between reaches its high and another its low, where the ends do not. Needs four seconds or more.
 */
export function splitSeconds(bar: Readonly<Bar>, seconds: number, draw: () => number): Bar[] {
  const prices = [bar.open, ...bridge(bar, seconds - 1, draw)];
  const volumes = shareVolume(bar.volume, seconds, 1, draw);
  const inner = prices.slice(1, -1);
  const top = indexOfBest(inner, (a, b) => a > b) + 1;
  const bottom =
    indexOfBest(
      inner.map((price, index) => (index + 1 === top ? Number.POSITIVE_INFINITY : price)),
      (a, b) => a < b,
    ) + 1;
  const ends = [bar.open, bar.close];
  if (!ends.includes(bar.high)) prices[top] = bar.high;
  if (!ends.includes(bar.low)) prices[bottom] = bar.low;
  return prices.map((price, index) => ({
    open: price,
    high: price,
    low: price,
    close: price,
    volume: volumes[index] as number,
  }));
}
