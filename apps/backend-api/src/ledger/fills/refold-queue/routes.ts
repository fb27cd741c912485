import type { Refold } from '@neuratrade/api-contracts';
import type { Request } from 'express';
import type { Account, Accounts } from '../../accounts/service.js';
import type { Feature } from '../../feature.js';
import { exchangeOf, symbolOf } from '../../market-query.js';
import type { Chosen, Extent } from './chosen.js';
import type { Refolds } from './service.js';

const PATH = '/api/v1/ledger/refold';

export interface RefoldRoutesOptions {
  readonly accounts: Pick<Accounts, 'of'>;
  readonly refolds: Refolds;
}

/** Has all figures computed anew out of the fills, and tells how much of that is left. */
export function createRefoldsFeature({ accounts, refolds }: RefoldRoutesOptions): Feature {
  const chosenBy = async ({ query }: Request): Promise<{ account: Account; chosen: Chosen }> => {
    const [exchange, symbol] = [exchangeOf(query), symbolOf(query)];
    const account = await accounts.of(query);
    return { account, chosen: { accountId: account.id, exchange, symbol } };
  };
  const told = ({ name }: Account, { books, fills }: Extent): Refold => ({ account: name, books, fills });

  return {
    guards: (router, { admin }) => {
      router.all(PATH, admin);
    },
    routes: (router) => {
      router.get(PATH, async (request, response) => {
        const { account, chosen } = await chosenBy(request);
        response.json(told(account, await refolds.waiting(chosen)));
      });
      router.post(PATH, async (request, response) => {
        const { account, chosen } = await chosenBy(request);
        response.status(202).json(told(account, await refolds.request(chosen)));
      });
    },
    open: refolds.start,
    close: refolds.stop,
  };
}
