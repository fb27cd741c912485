import { type Decimal, ZERO } from '../../decimal.js';
import type { Fill } from '../../fills/fill.js';
import type { Lines } from '../../fills/fold.js';
import { createFold } from '../../fills/fold.js';
import type { Line } from '../../fills/line.js';

/** Dust is carried with its cost, so that its limits change nothing here. */
const RULES = { market: 'swap', amountStep: null, costMin: null } as const;

export interface Realizing {
  /** Takes the next fill, and tells what it brought before fees and funding, in the quote currency. */
  apply(fill: Fill): Decimal;
}

/** Follows what a swap pays out: `direction × (price − average entry) × amount × contract size` of what is closed. */
export function createRealizing(lines: Lines): Realizing {
  const fold = createFold(RULES, lines);
  return {
    apply(fill) {
      const before = stateOf(fold.lines[fill.line]);
      fold.apply(fill);
      const after = stateOf(fold.lines[fill.line]);
      const moved = after.size.minus(before.size);
      return after.cost.minus(before.cost).minus(moved.times(fill.price).times(fill.contractSize));
    },
  };
}

/** Short positions are negative. */
function stateOf(line: Line | undefined): { readonly size: Decimal; readonly cost: Decimal } {
  if (line === undefined) return { size: ZERO, cost: ZERO };
  return { size: line.size.times(line.direction), cost: line.cost.times(line.direction) };
}
