import type { ExchangePositions } from '../../exchange-positions/service.js';
import type { PrivateClient } from '../client.js';
import type { Reader } from '../jobs/job.js';

export interface PositionsOptions {
  readonly client: Pick<PrivateClient, 'positions'>;
  readonly positions: Pick<ExchangePositions, 'replace'>;
  readonly everyMs: number;
}

const NOT_OFFERED_MS = 86_400_000;

/** Reads the open positions of derivatives. */
export function createPositionsReader({ client, positions, everyMs }: PositionsOptions): Reader {
  return async ({ job, signal, keep }) => {
    const told = await client.positions(job, signal);
    await keep();
    const rows = told.positions.map(({ symbol, side, size, ...position }) => ({
      ...{ symbol, side, size },
      contractSize: position.contract_size,
      entryPrice: position.entry_price,
      markPrice: position.mark_price,
      unrealized: position.unrealized_pnl,
    }));
    await positions.replace(job, rows, Date.parse(told.as_of));
    return { dueInMs: told.supported ? everyMs : NOT_OFFERED_MS, progress: {}, offered: told.supported };
  };
}
