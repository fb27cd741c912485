import { type AccountBalance, accountNameSchema, MAIN_ACCOUNT } from '@neuratrade/api-contracts';
import { formatTimestamp } from '@neuratrade/health-contracts';
import { AppError, badValue } from '@neuratrade/service-kit';
import type { ExchangesService } from '../../market/exchanges/service.js';
import type { Database } from '../../platform/db/database.js';
import { transaction } from '../../platform/db/transaction.js';
import { orUnavailable } from '../../platform/db/unavailable.js';
import type { Accounts } from '../accounts/service.js';
import { exchangeNameOf } from '../exchange-name.js';
import type { Transfers } from '../transfers/service.js';
import type { BalancePlace, Holding } from './balance.js';
import { givenHoldings } from './given.js';
import { forgetPuts } from './puts/repository.js';
import { settlePut } from './puts/settle.js';
import { holdPlace, writeBalances } from './repository.js';

export interface GivenBalancesOptions {
  readonly pool: Database;
  readonly accounts: Pick<Accounts, 'named'>;
  readonly exchanges: Pick<ExchangesService, 'list'>;
  readonly transfers: Pick<Transfers, 'add' | 'value'>;
  readonly reasonOf: (error: unknown) => string;
}

/** Rejects with an AppError that says what to do. */
export interface GivenBalances {
  /**
   * Takes what an account holds on an exchange from somebody who knows. How much there is of an asset that is not named is not known. What
   * changed since the last time and no fill explains came from elsewhere or went there; the fills of the time in between may come later.
   */
  put(place: { readonly account: string; readonly exchange: string }, body: string): Promise<AccountBalance>;
}

export function createGivenBalances(options: GivenBalancesOptions): GivenBalances {
  const { pool, accounts, exchanges, transfers, reasonOf } = options;

  const checkNobodyReads = async (account: string, exchange: string): Promise<void> => {
    const registered = await exchanges.list(account);
    if (!registered.exchanges.some(({ name, has_auth }) => name === exchange && has_auth)) return;
    const whose = account === MAIN_ACCOUNT ? '' : ` --account ${account}`;
    const text = `${exchange} is read with the keys of ${account}, which tells its balance. To give it yourself, take the keys away with neuratrade exchanges keys ${exchange}${whose} --remove.`;
    throw new AppError('conflict', text);
  };

  const replace = async (place: BalancePlace, holdings: readonly Holding[]): Promise<number> =>
    transaction(pool, async (client) => {
      const known = await holdPlace(client, place);
      const asOf = Math.max(Date.now(), (known.asOf ?? 0) + 1);
      if (known.source !== 'put') await forgetPuts(client, place, undefined);
      const totals = holdings.map(({ asset, total }) => ({ asset, amount: total }));
      await settlePut(client, place, { asOf, totals }, transfers);
      await writeBalances(client, place, holdings, { source: 'put', asOf });
      return asOf;
    });

  return {
    async put({ account: name, exchange: given }, body) {
      if (!accountNameSchema.safeParse(name).success) {
        throw badValue('account', name, 'the name of an account. neuratrade accounts list shows them.');
      }
      const exchange = exchangeNameOf(given);
      if (exchange === undefined) {
        throw badValue('exchange', given, 'the name of an exchange, at most 64 of a-z, 0-9, ., _ and -.');
      }
      const holdings = givenHoldings(body);
      const account = await accounts.named(name);
      await checkNobodyReads(name, exchange);
      const asOf = await orUnavailable(replace({ account, exchange }, holdings), reasonOf);
      await transfers.value(account.id).catch(() => undefined);
      return {
        account: name,
        exchange,
        balances: balancesOf(holdings),
        as_of: formatTimestamp(new Date(asOf)),
      };
    },
  };
}

function balancesOf(holdings: readonly Holding[]): Record<string, string> {
  return Object.fromEntries(holdings.map(({ asset, total }) => [asset, total.toFixed()]));
}
