import { questChoiceSchema } from '@neuratrade/api-contracts';
import { bodyOf } from '@neuratrade/service-kit';
import { type Askers, accountAnswers } from '../account-answers.js';
import type { Feature } from '../feature.js';
import { isRaw } from '../raw.js';
import type { Quests } from './service.js';

const PATH = '/api/v1/quests';

/** How far an account is with its quests, and which of them are on. */
export function createQuestsFeature({ quests, ...askers }: Askers & { readonly quests: Quests }): Feature {
  const { accounts } = askers;
  const told = accountAnswers('quests', askers, (account, query) =>
    quests.of(account, { raw: isRaw(query) }),
  );
  return {
    guards: told.guards,
    routes: (router) => {
      told.routes(router);
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
