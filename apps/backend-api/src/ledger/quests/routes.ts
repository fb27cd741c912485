import { questChoiceSchema } from '@neuratrade/api-contracts';
import { bodyOf } from '../../platform/body.js';
import type { Accounts } from '../accounts/service.js';
import type { Chats } from '../chats/service.js';
import type { Feature } from '../feature.js';
import type { Quests } from './service.js';

const PATH = '/api/v1/quests';
const OF_CHAT = '/api/v1/telegram/internal/quests';

export interface QuestsFeatureOptions {
  readonly accounts: Pick<Accounts, 'of'>;
  readonly chats: Pick<Chats, 'accountOf'>;
  readonly quests: Quests;
}

/** How far an account is with its quests, and which of them are on. */
export function createQuestsFeature({ accounts, chats, quests }: QuestsFeatureOptions): Feature {
  return {
    guards: (router, { admin, internal }) => {
      router.use(PATH, admin);
      router.use(OF_CHAT, internal);
    },
    routes: (router) => {
      router.get(PATH, async ({ query }, response) => {
        response.json(await quests.of(await accounts.of(query)));
      });
      router.get(OF_CHAT, async ({ query }, response) => {
        response.json(await quests.of(await chats.accountOf(query)));
      });
      router.get(`${PATH}/catalog`, async ({ query }, response) => {
        response.json(await quests.catalog(await accounts.of(query)));
      });
      router.put(`${PATH}/:id`, async ({ params, query, body }, response) => {
        const { enabled } = bodyOf(questChoiceSchema, body, '{"enabled":true}');
        response.json(await quests.choose(await accounts.of(query), params.id, enabled));
      });
    },
  };
}
