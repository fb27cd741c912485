import type { Query } from '@neuratrade/service-kit';
import type { Account, Accounts } from './accounts/service.js';
import type { Chats } from './chats/service.js';
import type { Feature } from './feature.js';

export interface Askers {
  readonly accounts: Pick<Accounts, 'of'>;
  readonly chats: Pick<Chats, 'accountOf'>;
}

type Answer = (account: Account, query: Query) => Promise<object>;
type Answers = Required<Pick<Feature, 'guards' | 'routes'>>;

/** What is told of its account to a chat that is linked to it: as `/api/v1/telegram/internal/NAME?chat_id=`. */
export function chatAnswers(name: string, { chats }: Pick<Askers, 'chats'>, answer: Answer): Answers {
  const path = `/api/v1/telegram/internal/${name}`;
  return {
    guards: (router, { internal }) => {
      router.use(path, internal);
    },
    routes: (router) => {
      router.get(path, async ({ query }, response) => {
        response.json(await answer(await chats.accountOf(query), query));
      });
    },
  };
}

/**
 * What is told of an account under a name: as `/api/v1/NAME?account=` to the operator, and as `/api/v1/telegram/internal/NAME?chat_id=` to a chat
 * that is linked to it. The operator's guard covers all paths below.
 */
export function accountAnswers(name: string, askers: Askers, answer: Answer): Answers {
  const path = `/api/v1/${name}`;
  const toChats = chatAnswers(name, askers, answer);
  return {
    guards: (router, doors) => {
      router.use(path, doors.admin);
      toChats.guards(router, doors);
    },
    routes: (router) => {
      router.get(path, async ({ query }, response) => {
        response.json(await answer(await askers.accounts.of(query), query));
      });
      toChats.routes(router);
    },
  };
}
