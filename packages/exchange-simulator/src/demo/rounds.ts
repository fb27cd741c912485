import { createStream, mix } from '../market/random.js';
import type { MarketSymbol } from '../market/symbols.js';
import type { Pace, Strategy } from './strategy.js';
import type { Trader } from './trader.js';

const MINUTE = 60_000;
const WINDOW_MS = 120 * MINUTE;
const CHOICES = 8;
/** How much slower than live it trades in its history: waiting for a price, and between the parts of an entry. */
const SLOW_WAIT = 26;
const SLOW_STEP = 20;
const TARGET = 10_200;

type Draw = () => number;

interface Round {
  readonly draw: Draw;
  readonly wins: boolean;
  readonly value: number;
  readonly entries: number;
  readonly exits: number;
}

/**
 * Trades one market in rounds: buys in one to three parts, waits, sells in one to four. As the price path is known in
 * advance, most rounds pick good instants and the others bad ones, so that there are wins and losses in proportion
 * and the account neither dries up nor explodes. The same seed, market and start give the same rounds.
 */
export function createRounds(
  trader: Trader,
  pace: Pace,
  symbol: MarketSymbol,
  seed: number,
  begin: number,
): Strategy {
  let count = 0;
  let step = 0;
  let round = open(begin);
  let next = choose(begin, 'entry');

  function open(time: number): Round {
    const draw = createStream(mix(seed, count));
    count += 1;
    step = 0;
    const worth = Number(trader.worth(time) / 10n ** 8n);
    const odds = Math.min(0.92, Math.max(0.3, 0.62 + ((TARGET - worth) / TARGET) * 4));
    const [least, spread] = pace.isLive(time) ? [120, 360] : [300, 1_300];
    return {
      draw,
      wins: draw() < odds,
      value: least + spread * draw() * draw(),
      entries: 1 + Math.floor(draw() * 3),
      exits: 1 + Math.floor(draw() * 4),
    };
  }

  /** An instant within the next window: the best of several for a round that wins. */
  function choose(time: number, phase: 'entry' | 'exit'): number {
    const choices = Array.from({ length: CHOICES }, (_, index) => {
      const at = pace.after(time, ((index + round.draw()) / CHOICES) * WINDOW_MS, SLOW_WAIT);
      return { at, price: trader.price(symbol, at) };
    });
    const cheapest = choices.toSorted((a, b) => a.price - b.price);
    const entry = round.wins ? cheapest[0] : choices[0];
    const exit = cheapest.at(round.wins ? -1 : 0);
    return ((phase === 'entry' ? entry : exit) as { at: number }).at;
  }

  function act(): void {
    const { entries, exits, draw } = round;
    const time = next;
    const parts = draw() < 0.2 ? 2 : 1;
    trader.payFeesInBnb(count % 2 === 0);
    if (step < entries) {
      const part = (round.value / entries) * (0.8 + 0.4 * draw());
      trader.buy(symbol, BigInt(Math.round(part * 100)) * 10n ** 6n, time, parts);
    } else {
      const held = trader.held(symbol);
      const left = entries + exits - step;
      trader.sell(symbol, left === 1 ? held : Math.ceil(held / left), time, parts);
    }
    step += 1;
    if (step === entries + exits) {
      round = open(time);
      next = choose(time, 'entry');
    } else if (step === entries) next = choose(time, 'exit');
    else next = pace.after(time, (2 + 6 * draw()) * MINUTE, SLOW_STEP);
  }

  return {
    get next() {
      return next;
    },
    act,
  };
}
