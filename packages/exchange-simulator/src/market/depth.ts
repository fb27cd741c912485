import { createStream, hashText, mix } from './random.js';
import type { MarketSymbol } from './symbols.js';

/** One price level: ticks and lots. */
export type Level = readonly [price: number, quantity: number];

/** Both sides of an order book, best price first. */
export interface Book {
  bids: Level[];
  asks: Level[];
}

const WIDEST_SPREAD = 3;

/**
 * The order book about the last price, which is either its best bid or its best ask. The same market,
 * second and price give the same book, and a short book is the beginning of a longer one.
 */
export function bookAt(symbol: MarketSymbol, second: number, last: number, levels: number): Book {
  const seed = mix(hashText(symbol.id), second);
  const draw = createStream(seed);
  const spread = 1 + Math.floor(draw() * WIDEST_SPREAD);
  const lastIsBid = last <= spread || draw() < 0.5;
  const bid = lastIsBid ? last : last - spread;
  return {
    bids: side(symbol, bid, -1, levels, createStream(mix(seed, 1))),
    asks: side(symbol, bid + spread, 1, levels, createStream(mix(seed, 2))),
  };
}

function side(symbol: MarketSymbol, best: number, direction: number, levels: number, draw: () => number) {
  const widestGap = Math.max(1, Math.round(symbol.centre / 200_000));
  const lots = symbol.dailyLots / 86_400;
  const result: Level[] = [];
  for (let price = best; result.length < levels && price > 0; ) {
    const thickness = 0.05 + draw() * draw() * Math.min(4, 1 + result.length / 20);
    result.push([price, Math.max(1, Math.round(lots * thickness))]);
    price += direction * (1 + Math.floor(draw() * widestGap));
  }
  return result;
}
