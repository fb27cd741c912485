import { choiceOf, type Query } from '@neuratrade/service-kit';
import type { Account, Accounts } from '../accounts/service.js';
import type { Chats } from '../chats/service.js';
import type { Feature } from '../feature.js';
import { portfolioBody } from './body.js';
import type { Portfolios } from './service.js';

const PATH = '/api/v1/portfolio';
const INTERNAL = '/api/v1/telegram/internal/portfolio';

/** What accounts hold, for their operator and for the chats that are linked to them. */
export function createPortfolioFeature(options: {
  readonly portfolios: Portfolios;
  readonly accounts: Pick<Accounts, 'of'>;
  readonly chats: Pick<Chats, 'accountOf'>;
}): Feature {
  const { portfolios, accounts, chats } = options;
  const answer = async (query: Query, account: Account) => {
    const raw = choiceOf(query, 'raw', ['true', 'false']) === 'true';
    return portfolioBody(await portfolios.of(account), { raw, now: Date.now() });
  };
  return {
    guards: (router, { admin, internal }) => {
      router.use(PATH, admin);
      router.use(INTERNAL, internal);
    },
    routes: (router) => {
      router.get(PATH, async ({ query }, response) => {
        response.json(await answer(query, await accounts.of(query)));
      });
      router.get(INTERNAL, async ({ query }, response) => {
        response.json(await answer(query, await chats.accountOf(query)));
      });
    },
  };
}
