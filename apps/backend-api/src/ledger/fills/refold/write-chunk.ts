import type { Connection } from '../../../platform/db/database.js';
import { Decimal, ZERO } from '../../decimal.js';
import type { Book } from '../books/book.js';
import { upsertCheckpoints } from '../checkpoints/repository.js';
import { updatePnl } from '../repository.js';
import type { Effects } from '../summaries/effects.js';
import { deleteTrades, insertTrades } from '../trades/repository.js';
import { isSameTrade, type TradeRow } from '../trades/trade.js';
import type { FoldedChunk } from './fold-chunk.js';
import type { Chunk } from './read-chunk.js';

/** Writes what differs from what is stored. */
export async function writeChunk(
  client: Connection,
  book: Book,
  chunk: Chunk,
  folded: FoldedChunk,
  effects: Effects,
): Promise<void> {
  const { changes, checkpoints } = folded;
  for (const { stored, pnl } of changes)
    effects.realised(book, stored.executedAt, (pnl ?? ZERO).minus(stored.pnl ?? ZERO));
  const { removed, added } = differenceOf(chunk, folded);
  for (const row of removed) effects.removed(book, { closedAt: row.closedAt, pnl: pnlOf(row) });
  for (const row of added) effects.closed(book, { ...row, pnl: pnlOf(row) });
  if (changes.length > 0)
    await updatePnl(
      client,
      book.id,
      changes.map(({ stored, pnl }) => ({ id: stored.id, pnl: pnl?.toFixed() ?? null })),
    );
  if (removed.length > 0) await deleteTrades(client, removed);
  if (added.length > 0) await insertTrades(client, book.accountId, added);
  if (checkpoints.length > 0) await upsertCheckpoints(client, checkpoints);
}

/** Which trades are not there any more, and which were not. */
function differenceOf(
  { fills, trades: stored }: Chunk,
  { count, trades }: FoldedChunk,
): { removed: TradeRow[]; added: TradeRow[] } {
  const added: TradeRow[] = [];
  const same = new Set<string>();
  for (const trade of trades) {
    const before = stored.get(trade.closedBy);
    if (before !== undefined && isSameTrade(before, trade)) same.add(trade.closedBy);
    else added.push(trade);
  }
  if (same.size === stored.size) return { removed: [], added };
  const folded = fills.slice(0, count).map(({ id }) => stored.get(id));
  const removed = folded.filter((trade) => trade !== undefined).filter(({ closedBy }) => !same.has(closedBy));
  return { removed, added };
}

const pnlOf = ({ pnl }: TradeRow): Decimal | null => (pnl === null ? null : new Decimal(pnl));
