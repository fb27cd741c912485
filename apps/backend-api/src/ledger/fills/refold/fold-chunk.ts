import type { Decimal } from '../../decimal.js';
import type { Book } from '../books/book.js';
import { stateOf } from '../books/state.js';
import { createBreath } from '../breathe.js';
import { CHECKPOINT_EVERY, type Checkpoint } from '../checkpoints/checkpoint.js';
import type { Fold } from '../fold.js';
import type { StoredFill } from '../repository.js';
import { fillOf } from '../row.js';
import { type TradeRow, tradeRowOf } from '../trades/trade.js';
import type { Chunk } from './read-chunk.js';

/** What the first `count` fills of a chunk come to now. */
export interface FoldedChunk {
  readonly count: number;
  /** It ended where all that follows is right already. */
  readonly isKnown: boolean;
  /** Of those that realised something else than is stored. */
  readonly changes: readonly { readonly stored: StoredFill; readonly pnl: Decimal | null }[];
  readonly trades: readonly TradeRow[];
  /** Those that are not stored like this. */
  readonly checkpoints: readonly Checkpoint[];
}

export async function foldChunk(book: Book, fold: Fold, chunk: Chunk, until: number): Promise<FoldedChunk> {
  const changes: { stored: StoredFill; pnl: Decimal | null }[] = [];
  const checkpoints: Checkpoint[] = [];
  const trades: TradeRow[] = [];
  const breath = createBreath();
  let [count, sinceLast] = [0, 0];
  for (const stored of chunk.fills) {
    const { id, executedAt } = stored;
    const { pnl = null, trade } = fold.apply(fillOf(stored));
    count += 1;
    sinceLast += 1;
    if ((pnl?.toFixed() ?? null) !== stored.pnl) changes.push({ stored, pnl });
    if (trade !== undefined) trades.push(tradeRowOf(book.id, trade));
    const known = chunk.checkpoints.get(id);
    if (known !== undefined || sinceLast === CHECKPOINT_EVERY) {
      const state = stateOf(fold.lines);
      const isKnown = known?.state === state;
      if (isKnown && executedAt > until) return { count, isKnown, changes, trades, checkpoints };
      if (!isKnown) checkpoints.push({ bookId: book.id, executedAt, id, state });
      sinceLast = 0;
    }
    if (breath.isDue()) await breath.take();
  }
  if (!chunk.isLast && sinceLast > 0)
    checkpoints.push({ bookId: book.id, ...chunk.end, state: stateOf(fold.lines) });
  return { count, isKnown: false, changes, trades, checkpoints };
}
