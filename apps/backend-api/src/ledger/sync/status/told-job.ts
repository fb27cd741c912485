import type { SyncJob } from '@neuratrade/api-contracts';
import { formatTimestamp } from '@neuratrade/health-contracts';
import type { TradesProgress } from '../trades/progress.js';
import type { JobRow } from './repository.js';

/** As `GET /api/v1/sync` tells it. */
export function toldJob(row: JobRow): SyncJob {
  const { account, exchange, kind, symbol, fills, lastOkAt, error } = row;
  return {
    ...{ account, exchange, kind },
    symbol: symbol === '' ? null : symbol,
    state: stateOf(row),
    fills,
    reached: timestamp(reachedBy(row)),
    last_success: timestamp(lastOkAt),
    error,
  };
}

function stateOf(row: JobRow): SyncJob['state'] {
  if (row.failures > 0) return 'failing';
  if (!row.offered) return 'not offered';
  if (row.kind === 'trades') {
    if (tradesOf(row).complete) return 'up to date';
    return row.leased || row.lastOkAt !== null ? 'back-filling' : 'waiting';
  }
  if (row.lastOkAt !== null) return 'up to date';
  return row.leased ? 'running' : 'waiting';
}

/** Up to when everything is known: that of the last fill until the history is read. */
function reachedBy(row: JobRow): number | null {
  if (row.kind !== 'trades') return row.lastOkAt;
  const { complete = false, anchor = null } = tradesOf(row);
  return (complete ? row.lastOkAt : null) ?? anchor?.at ?? null;
}

function tradesOf({ progress }: JobRow): Partial<TradesProgress> {
  return progress as Partial<TradesProgress>;
}

function timestamp(at: number | null): string | null {
  return at === null ? null : formatTimestamp(new Date(at));
}
