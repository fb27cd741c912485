import type { Connection } from '../../../platform/db/database.js';
import type { Position } from '../books/book.js';
import type { Checkpoint } from '../checkpoints/checkpoint.js';
import { readCheckpoints } from '../checkpoints/repository.js';
import { readFills, type StoredFill } from '../repository.js';
import { readTrades } from '../trades/repository.js';
import type { TradeRow } from '../trades/trade.js';

/** Fills of a book in their order, and what was stored with them. */
export interface Chunk {
  readonly fills: readonly StoredFill[];
  /** By the fills that closed them. */
  readonly trades: ReadonlyMap<string, TradeRow>;
  readonly checkpoints: ReadonlyMap<string, Checkpoint>;
  readonly end: Position;
  readonly isLast: boolean;
}

const FILLS = 2_000;

export async function readChunk(client: Connection, bookId: number, after: Position): Promise<Chunk> {
  const fills = await readFills(client, bookId, after, FILLS);
  const [first, last] = [fills[0], fills.at(-1)];
  const isLast = fills.length < FILLS;
  if (first === undefined || last === undefined)
    return { fills, trades: new Map(), checkpoints: new Map(), end: after, isLast };
  const trades = await readTrades(client, bookId, first.executedAt, last.executedAt);
  const checkpoints = await readCheckpoints(client, bookId, after, last);
  return {
    fills,
    trades: new Map(trades.map((trade) => [trade.closedBy, trade])),
    checkpoints: new Map(checkpoints.map((checkpoint) => [checkpoint.id, checkpoint])),
    end: { executedAt: last.executedAt, id: last.id },
    isLast,
  };
}
