import { addAccountSchema, type Accounts as ToldAccounts } from '@neuratrade/api-contracts';
import { bodyOf } from '@neuratrade/service-kit';
import type { Feature } from '../feature.js';
import { toldAccount } from './account.js';
import type { Accounts } from './service.js';

const PATH = '/api/v1/accounts';

/** The accounts as an operator lists and adds them. */
export function createAccountsFeature({ accounts }: { readonly accounts: Accounts }): Feature {
  return {
    guards: (router, { admin }) => {
      router.all(PATH, admin);
    },
    routes: (router) => {
      router.get(PATH, async (_request, response) => {
        const told = (await accounts.list()).map(toldAccount);
        response.json({ accounts: told, count: told.length } satisfies ToldAccounts);
      });
      router.post(PATH, async (request, response) => {
        const { name } = bodyOf(addAccountSchema, request.body, '{"name":"bot-2"}');
        response.status(201).json(toldAccount(await accounts.add(name)));
      });
    },
  };
}
