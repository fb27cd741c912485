import { createStream, mix } from '../market/random.js';
import type { MarketSymbol } from '../market/symbols.js';
import { quoteAmount } from '../trading/amounts.js';
import type { Pace, Strategy } from './strategy.js';
import type { Trader } from './trader.js';

const HOUR = 3_600_000;
const SLOW = 8;
const ONE = 10n ** 8n;

/**
 * Buys one market bit by bit and keeps it, selling a third when it has grown large: a position that is never flat.
 */
export function createSaving(
  trader: Trader,
  pace: Pace,
  symbol: MarketSymbol,
  seed: number,
  begin: number,
): Strategy {
  const draw = createStream(seed);
  return repeat(pace, begin, draw, 8 * HOUR, (time) => {
    trader.payFeesInBnb(false);
    const held = trader.held(symbol);
    if (quoteAmount(symbol, trader.price(symbol, time), held) > 1_200n * ONE) {
      trader.sell(symbol, Math.floor(held / 3), time, 2);
    } else trader.buy(symbol, BigInt(40 + Math.floor(draw() * 50)) * ONE, time);
  });
}

/** Buys BNB for the fees when little is left. */
export function createFeeStock(
  trader: Trader,
  pace: Pace,
  bnb: MarketSymbol,
  seed: number,
  begin: number,
): Strategy {
  return repeat(pace, begin, createStream(mix(seed, 1)), 2 * HOUR, (time) => {
    const left = quoteAmount(bnb, trader.price(bnb, time), trader.held(bnb));
    if (left >= 15n * ONE) return;
    trader.payFeesInBnb(false);
    trader.buy(bnb, 60n * ONE, time);
  });
}

function repeat(
  pace: Pace,
  begin: number,
  draw: () => number,
  everyMs: number,
  work: (time: number) => void,
): Strategy {
  const later = (time: number) => pace.after(time, everyMs * (0.5 + draw()), SLOW);
  let next = later(begin);
  return {
    get next() {
      return next;
    },
    act() {
      work(next);
      next = later(next);
    },
  };
}
