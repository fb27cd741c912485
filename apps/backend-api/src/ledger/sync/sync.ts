import type { Logger } from '@neuratrade/service-kit';
import type { ExchangesService } from '../../market/exchanges/service.js';
import type { Database } from '../../platform/db/database.js';
import type { Accounts } from '../accounts/service.js';
import type { Balances } from '../balances/service.js';
import type { ExchangePositions } from '../exchange-positions/service.js';
import type { Feature } from '../feature.js';
import type { FillStore } from '../fills/store.js';
import type { Transfers } from '../transfers/service.js';
import { createPrivateClient } from './client.js';
import { createDispatcher } from './jobs/dispatcher.js';
import { createRepeat } from './jobs/repeat.js';
import { settle } from './jobs/settle.js';
import { createBalancesReader } from './readers/balances.js';
import { createMarketsOf } from './readers/markets.js';
import { createPositionsReader } from './readers/positions.js';
import { createSymbolsReader } from './readers/symbols.js';
import { createTradesReader } from './readers/trades.js';
import { createTransfersReader } from './readers/transfers.js';
import { syncGuards, syncRoutes } from './routes.js';
import { createSyncService, type SyncService } from './status/service.js';

export interface SyncOptions {
  readonly pool: Database;
  /** Why the database failed, in a few words. */
  readonly reasonOf: (error: unknown) => string;
  readonly accounts: Pick<Accounts, 'list' | 'of'>;
  readonly exchanges: Pick<ExchangesService, 'list'>;
  /** Where ccxt-service answers, and the key that it asks for. */
  readonly ccxt: { readonly url: string; readonly serviceKey: string | undefined };
  readonly store: FillStore;
  readonly balances: Pick<Balances, 'replace' | 'failed'>;
  readonly exchangePositions: Pick<ExchangePositions, 'replace'>;
  readonly transfers: Pick<Transfers, 'add' | 'value'>;
  /** How often fills, and how often balances and positions are asked for. */
  readonly every: { readonly fillsMs: number; readonly balancesMs: number };
  readonly logger: Logger;
}

export interface Sync extends Pick<SyncService, 'isBackFilling' | 'status'> {
  readonly feature: Feature;
}

/** How soon a change of the exchanges is followed. */
const SETTLE_MS = 2_000;
/** How soon a transfer is looked at again that no price is known for. */
const VALUE_MS = 60_000;

/** Reads what accounts did at exchanges, and hold there, wherever there is a key. */
export function createSync(options: SyncOptions): Sync {
  const { pool, reasonOf, accounts, exchanges, ccxt, store, every, logger } = options;
  const { balances, exchangePositions: positions, transfers } = options;
  const client = createPrivateClient(ccxt);
  const marketsOf = createMarketsOf(client);
  const service = createSyncService({ pool, reasonOf });
  const failed = (error: unknown): void =>
    logger.debug('Sync waits for the database', { error: reasonOf(error) });
  const settling = createRepeat(() => settle({ pool, exchanges, accounts }), { everyMs: SETTLE_MS, failed });
  const valuing = createRepeat(() => transfers.value(), { everyMs: VALUE_MS, failed });
  const dispatcher = createDispatcher({
    ...{ pool, reasonOf, logger },
    readers: {
      symbols: createSymbolsReader({ pool, client, marketsOf }),
      trades: createTradesReader({ client, store, marketsOf, everyMs: every.fillsMs, logger }),
      balances: createBalancesReader({ pool, client, balances, everyMs: every.balancesMs }),
      transfers: createTransfersReader({ client, transfers }),
      positions: createPositionsReader({ client, positions, everyMs: every.balancesMs }),
    },
  });
  const parts = [settling, valuing, dispatcher];
  return {
    isBackFilling: service.isBackFilling,
    status: service.status,
    feature: {
      guards: (router, { admin }) => syncGuards(router, admin),
      routes: (router) => syncRoutes(router, { accounts, service }),
      open: () => {
        for (const part of parts) part.open();
      },
      close: async () => {
        await Promise.all(parts.map((part) => part.close()));
      },
    },
  };
}
