import { append, type Bar } from './bar.js';
import { createDays } from './day.js';
import { createStream, hashText, mix } from './random.js';
import { splitBar, splitSeconds } from './split.js';
import type { MarketSymbol } from './symbols.js';

const DAY = 86_400;
/** Length in seconds of the bars at each level below the day; each divides the one before it. */
const SPANS = [14_400, 3_600, 900, 300, 60, 10, 1] as const;
const LAST = SPANS.length - 1;

/** The path of one market's price through time, a trade a second. Seconds count from the epoch. */
export interface Walk {
  /** Price in ticks during that second. */
  priceAt(second: number): number;
  /** The bar of all seconds from `first` to `last`, both included. */
  bar(first: number, last: number): Bar;
}

/**
 * A price path that depends on nothing but seed, market and time: whoever asks for the same second gets
 * the same price, and a bar of any length contains every price within it. It remembers only the parts
 * that it split last, so that neighbouring questions are cheap.
 */
export function createWalk(seed: string, symbol: MarketSymbol): Walk {
  const root = mix(hashText(seed), hashText(symbol.id));
  const latest = new Map<number, { start: number; children: readonly Readonly<Bar>[] }>();
  const day = createDays(root, symbol);

  function parts(bar: Readonly<Bar>, level: number, start: number): readonly Readonly<Bar>[] {
    const known = latest.get(level);
    if (known?.start === start) return known.children;
    const span = SPANS[level] as number;
    const count = (level === 0 ? DAY : (SPANS[level - 1] as number)) / span;
    const draw = createStream(mix(root, level, Math.floor(start / (span * count))));
    const children = level === LAST ? splitSeconds(bar, count, draw) : splitBar(bar, count, span, draw);
    latest.set(level, { start, children });
    return children;
  }

  function descend(
    into: Bar | undefined,
    bar: Readonly<Bar>,
    level: number,
    start: number,
    first: number,
    last: number,
  ): Bar | undefined {
    const span = SPANS[level] as number;
    const children = parts(bar, level, start);
    let result = into;
    const from = Math.max(0, Math.floor((first - start) / span));
    const to = Math.min(children.length - 1, Math.floor((last - start) / span));
    for (let i = from; i <= to; i++) {
      const begin = start + i * span;
      const child = children[i] as Readonly<Bar>;
      const whole = begin >= first && begin + span - 1 <= last;
      result = whole ? append(result, child) : descend(result, child, level + 1, begin, first, last);
    }
    return result;
  }

  function bar(first: number, last: number): Bar {
    let result: Bar | undefined;
    for (let index = Math.floor(first / DAY); index <= Math.floor(last / DAY); index++) {
      const whole = day(index);
      const start = index * DAY;
      const covered = start >= first && start + DAY - 1 <= last;
      result = covered ? append(result, whole) : descend(result, whole, 0, start, first, last);
    }
    if (!result) throw new RangeError(`no seconds from ${first} to ${last}`);
    return result;
  }

  return { bar, priceAt: (second) => bar(second, second).close };
}
