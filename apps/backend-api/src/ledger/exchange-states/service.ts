import type { ExchangeStates, RegisteredExchange } from '@neuratrade/api-contracts';
import { formatTimestamp } from '@neuratrade/health-contracts';
import { AppError } from '@neuratrade/service-kit';
import type { Connectivity } from '../../market/connectivity/service.js';
import type { ExchangesService } from '../../market/exchanges/service.js';
import type { Account } from '../accounts/service.js';
import type { SyncService } from '../sync/status/service.js';
import { type Seen, stateOf } from './compose.js';

export interface ExchangeStatesService {
  /** The exchanges of an account and how they answer, within a second also while ccxt-service is silent. Rejects with `unavailable` while the database is. */
  of(account: Account): Promise<ExchangeStates>;
}

export interface ExchangeStatesOptions {
  readonly exchanges: Pick<ExchangesService, 'list'>;
  readonly connectivity: Connectivity;
  readonly sync: Pick<SyncService, 'status'>;
}

export function createExchangeStates(options: ExchangeStatesOptions): ExchangeStatesService {
  const { exchanges, connectivity, sync } = options;

  const look = async (registered: readonly RegisteredExchange[]): Promise<Seen> => {
    if (registered.length === 0) return { probes: new Map(), problem: null };
    try {
      return { probes: await connectivity.probes(), problem: null };
    } catch (error) {
      if (error instanceof AppError) return { problem: error.message };
      throw error;
    }
  };

  return {
    async of({ id, name: account }) {
      const { exchanges: registered } = await exchanges.list(account);
      const [seen, { jobs }] = await Promise.all([
        look(registered),
        sync.status({ accountId: id, exchange: undefined }),
      ]);
      return {
        exchanges: registered.map((exchange) =>
          stateOf(
            exchange,
            seen,
            jobs.filter((job) => job.exchange === exchange.name),
          ),
        ),
        problem: seen.problem,
        updated_at: formatTimestamp(new Date()),
      };
    },
  };
}
