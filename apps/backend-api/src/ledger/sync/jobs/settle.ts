import { MAIN_ACCOUNT } from '@neuratrade/api-contracts';
import type { ExchangesService } from '../../../market/exchanges/service.js';
import type { Database } from '../../../platform/db/database.js';
import type { Accounts } from '../../accounts/service.js';
import type { JobKind } from './job.js';
import { settleJobs } from './repository.js';

export interface SettleOptions {
  readonly pool: Database;
  readonly exchanges: Pick<ExchangesService, 'list'>;
  readonly accounts: Pick<Accounts, 'list'>;
}

/** What every exchange with a key is asked for; fills come with the symbols that are found. */
const KINDS: readonly JobKind[] = ['symbols', 'balances', 'transfers', 'positions'];

/** Makes the jobs follow the registry: an exchange that is enabled and has a key is read. */
export async function settle({ pool, exchanges, accounts }: SettleOptions): Promise<void> {
  const [registered, known] = await Promise.all([exchanges.list(undefined), accounts.list()]);
  const ids = new Map(known.map(({ name, id }) => [name, id]));
  const places = registered.exchanges
    .filter(({ enabled, has_auth }) => enabled && has_auth)
    .flatMap(({ name, account = MAIN_ACCOUNT }) => {
      const accountId = ids.get(account);
      return accountId === undefined ? [] : [{ accountId, exchange: name }];
    });
  await settleJobs(pool, places, KINDS);
}
