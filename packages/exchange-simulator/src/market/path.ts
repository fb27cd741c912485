import { append, type Bar } from './bar.js';
import type { Walk } from './walk.js';

/** A price path that can be told where to go on from. */
export interface PricePath extends Walk {
  /**
   * Sets the price, in ticks, from that second on. Frozen, it stays there until it is set again; else it
   * moves on from there in the same proportions as before. What was before stays as it was.
   */
  setPrice(ticks: number, second: number, frozen: boolean): void;
}

interface Segment {
  since: number;
  ticks: number;
  /** The walk's own price at `since`: prices move in proportion to it. Undefined while frozen. */
  reference: number | undefined;
}

/** Lays set prices over a walk. Without any, it is the walk. */
export function createPath(walk: Walk): PricePath {
  const segments: Segment[] = [];

  function within(segment: Segment | undefined, first: number, last: number): Bar {
    const bar = walk.bar(first, last);
    if (!segment) return bar;
    const { ticks, reference } = segment;
    const move = (price: number) =>
      reference === undefined ? ticks : Math.max(1, Math.round((price * ticks) / reference));
    return { ...bar, open: move(bar.open), high: move(bar.high), low: move(bar.low), close: move(bar.close) };
  }

  function bar(first: number, last: number): Bar {
    let result: Bar | undefined;
    let begin = first;
    for (let i = -1; i < segments.length; i++) {
      const end = Math.min(last, (segments[i + 1]?.since ?? Number.POSITIVE_INFINITY) - 1);
      if (end < begin) continue;
      result = append(result, within(segments[i], begin, end));
      begin = end + 1;
    }
    if (!result) throw new RangeError(`no seconds from ${first} to ${last}`);
    return result;
  }

  return {
    bar,
    priceAt: (second) => bar(second, second).close,
    setPrice(ticks, second, frozen) {
      while ((segments.at(-1)?.since ?? -1) >= second) segments.pop();
      segments.push({ since: second, ticks, reference: frozen ? undefined : walk.priceAt(second) });
    },
  };
}
