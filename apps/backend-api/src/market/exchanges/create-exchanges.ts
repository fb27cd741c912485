import { databaseReason, type Logger } from '@neuratrade/service-kit';
import type { Accounts } from '../../ledger/accounts/service.js';
import type { Database } from '../../platform/db/database.js';
import { createCcxtExchanges } from './ccxt-exchanges.js';
import { holdExchanges, listExchanges, tryChange } from './repository.js';
import { createExchangesService, type ExchangesService } from './service.js';
import { createExchangeSync, type ExchangeSync } from './sync.js';

export interface ExchangesOptions {
  readonly pool: Database;
  readonly accounts: Pick<Accounts, 'named' | 'ensure'>;
  /** Where ccxt-service answers, and the key that it asks for. */
  readonly url: string;
  readonly serviceKey: string | undefined;
  readonly logger: Logger;
}

/** The registry of exchanges: what keeps it and what operators change it by. */
export function createExchanges({ pool, accounts, url, serviceKey, logger }: ExchangesOptions): {
  readonly sync: ExchangeSync;
  readonly service: ExchangesService;
} {
  const ccxt = createCcxtExchanges({ url, serviceKey });
  const sync = createExchangeSync({
    configuration: ccxt.configuration,
    list: () => listExchanges(pool, undefined),
    hold: (work) => holdExchanges(pool, accounts, work),
    reasonOf: databaseReason,
    logger,
  });
  const service = createExchangesService({
    list: (account) => listExchanges(pool, account),
    account: accounts.named,
    tryChange: () => tryChange(pool),
    settle: sync.settle,
    lookSoon: sync.lookSoon,
    ccxt,
    reasonOf: databaseReason,
    logger,
  });
  return { sync, service };
}
