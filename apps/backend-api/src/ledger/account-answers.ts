import type { Query } from '@neuratrade/service-kit';
import type { Account, Accounts } from './accounts/service.js';
import type { Chats } from './chats/service.js';
import type { Feature } from './feature.js';

export interface Askers {
  readonly accounts: Pick<Accounts, 'of'>;
  readonly chats: Pick<Chats, 'accountOf'>;
}

/**
 * What is told of an account under a name: as `/api/v1/NAME?account=` to the operator, and as `/api/v1/telegram/internal/NAME?chat_id=` to a chat
 * that is linked to it. The operator's guard covers all paths below.
 */
export function accountAnswers(
  name: string,
  { accounts, chats }: Askers,
  answer: (account: Account, query: Query) => Promise<object>,
): Required<Pick<Feature, 'guards' | 'routes'>> {
  const path = `/api/v1/${name}`;
  const ofChat = `/api/v1/telegram/internal/${name}`;
  return {
    guards: (router, { admin, internal }) => {
      router.use(path, admin);
      router.use(ofChat, internal);
    },
    routes: (router) => {
      router.get(path, async ({ query }, response) => {
        response.json(await answer(await accounts.of(query), query));
      });
      router.get(ofChat, async ({ query }, response) => {
        response.json(await answer(await chats.accountOf(query), query));
      });
    },
  };
}
