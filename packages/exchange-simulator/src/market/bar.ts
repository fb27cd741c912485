/** What was traded in a span of time: prices in ticks, volume in lots. `low ≤ open, close ≤ high`. */
export interface Bar {
  open: number;
  high: number;
  low: number;
  close: number;
  volume: number;
}

/** Extends `into` by the bar that follows it in time. */
export function append(into: Bar | undefined, next: Readonly<Bar>): Bar {
  if (!into) return { ...next };
  into.high = Math.max(into.high, next.high);
  into.low = Math.min(into.low, next.low);
  into.close = next.close;
  into.volume += next.volume;
  return into;
}
