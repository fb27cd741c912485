import type { Connection } from '../../platform/db/database.js';
import type { Checkpoint } from './checkpoints/checkpoint.js';
import { upsertCheckpoints } from './checkpoints/repository.js';
import { insertFills } from './repository.js';
import type { FillRow } from './row.js';
import { insertTrades } from './trades/repository.js';
import type { TradeRow } from './trades/trade.js';

/** Rows on their way to the database. */
export interface Writes {
  fill(row: FillRow): void;
  trade(row: TradeRow): void;
  checkpoint(checkpoint: Checkpoint): void;
  /** Resolves when all are written. */
  end(): Promise<void>;
}

const ROWS = 1_000;

/** Sends rows while others are still being made: the database works at the same time. */
export function createWrites(client: Connection, accountId: number): Writes {
  let sent: Promise<void> = Promise.resolve();
  const send = (write: () => Promise<void>): void => {
    sent = sent.then(write);
    sent.catch(() => undefined);
  };
  const column = <T>(write: (rows: readonly T[]) => Promise<void>) => {
    let rows: T[] = [];
    const flush = (): void => {
      const full = rows;
      rows = [];
      if (full.length > 0) send(() => write(full));
    };
    const add = (row: T): void => {
      rows.push(row);
      if (rows.length === ROWS) flush();
    };
    return { add, flush };
  };
  const fills = column<FillRow>((rows) => insertFills(client, accountId, rows));
  const trades = column<TradeRow>((rows) => insertTrades(client, accountId, rows));
  const checkpoints = column<Checkpoint>((rows) => upsertCheckpoints(client, rows));
  return {
    ...{ fill: fills.add, trade: trades.add, checkpoint: checkpoints.add },
    async end() {
      for (const { flush } of [fills, trades, checkpoints]) flush();
      await sent;
    },
  };
}
