import type { Side } from '../accounts/orders.js';
import type { Book, Level } from '../market/depth.js';
import type { MarketSymbol } from '../market/symbols.js';
import { quoteAmount } from './amounts.js';

/** A part of an order that is executed at one price: ticks and lots. */
export interface Execution {
  readonly ticks: number;
  readonly lots: number;
}

/** The side of a book that an order takes from. */
export function levelsFor(side: Side, book: Book): readonly Level[] {
  return side === 'BUY' ? book.asks : book.bids;
}

/** Whether an order of that limit may be executed at a price; all in ticks. */
export function isWithinLimit(side: Side, limit: number, ticks: number): boolean {
  return side === 'BUY' ? ticks <= limit : ticks >= limit;
}

/** What an order of `lots` takes from the levels, best first; without a limit as far as they reach. */
export function takeLots(
  side: Side,
  lots: number,
  levels: readonly Level[],
  limit: number | undefined,
): Execution[] {
  const taken: Execution[] = [];
  let left = lots;
  for (const [ticks, offered] of levels) {
    if (left === 0 || (limit !== undefined && !isWithinLimit(side, limit, ticks))) break;
    const part = Math.min(left, offered);
    taken.push({ ticks, lots: part });
    left -= part;
  }
  return taken;
}

/** What an order that is to come to `value` (quote currency) takes from the levels: never more than that. */
export function takeValue(symbol: MarketSymbol, value: bigint, levels: readonly Level[]): Execution[] {
  const taken: Execution[] = [];
  let left = value;
  for (const [ticks, offered] of levels) {
    const affordable = left / quoteAmount(symbol, ticks, 1);
    const part = affordable < BigInt(offered) ? Number(affordable) : offered;
    if (part === 0) break;
    taken.push({ ticks, lots: part });
    left -= quoteAmount(symbol, ticks, part);
    if (part < offered) break;
  }
  return taken;
}

/** The lots of several executions together. */
export function sumOfLots(executions: readonly Execution[]): number {
  return executions.reduce((sum, { lots }) => sum + lots, 0);
}

/** What several executions came to, in the quote currency. */
export function sumOfQuote(symbol: MarketSymbol, executions: readonly Execution[]): bigint {
  return executions.reduce((sum, { ticks, lots }) => sum + quoteAmount(symbol, ticks, lots), 0n);
}
