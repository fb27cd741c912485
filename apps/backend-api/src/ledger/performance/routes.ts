import type { Accounts } from '../accounts/service.js';
import type { Chats } from '../chats/service.js';
import type { Feature } from '../feature.js';
import { performanceQuery } from './input.js';
import type { Performances } from './service.js';

const PATH = '/api/v1/performance';
const OF_CHAT = '/api/v1/telegram/internal/performance';

export interface PerformanceFeatureOptions {
  readonly accounts: Pick<Accounts, 'of'>;
  readonly chats: Pick<Chats, 'accountOf'>;
  readonly performances: Performances;
}

/** What an account earned: told to the operator by its name, and to a chat that is linked to it. */
export function createPerformanceFeature(options: PerformanceFeatureOptions): Feature {
  const { accounts, chats, performances } = options;
  return {
    guards: (router, { admin, internal }) => {
      router.use(PATH, admin);
      router.use(OF_CHAT, internal);
    },
    routes: (router) => {
      router.get(PATH, async ({ query }, response) => {
        const wanted = performanceQuery(query);
        response.json(await performances.of(await accounts.of(query), wanted));
      });
      router.get(OF_CHAT, async ({ query }, response) => {
        const account = await chats.accountOf(query);
        response.json(await performances.of(account, performanceQuery(query)));
      });
    },
  };
}
