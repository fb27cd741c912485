import { questCatalogSchema, questsSchema } from '@neuratrade/api-contracts';
import type { Backend } from '../health/observe.js';
import { renderQuestCatalog, renderQuestChoice, renderQuests } from '../render/quests.js';
import { askBackend } from './ask-backend.js';
import { type Outcome, shown } from './outcome.js';

const PATH = '/api/v1/quests';

type Shown = { account: string; json: boolean };

export async function listQuests(backend: Backend, { account, json }: Shown): Promise<Outcome<string>> {
  const path = `${PATH}?${new URLSearchParams({ account })}`;
  const answer = await askBackend(backend, { method: 'GET', path, schema: questsSchema });
  return shown(answer, json, renderQuests);
}

export async function listQuestCatalog(backend: Backend, { account, json }: Shown): Promise<Outcome<string>> {
  const path = `${PATH}/catalog?${new URLSearchParams({ account })}`;
  const answer = await askBackend(backend, { method: 'GET', path, schema: questCatalogSchema });
  return shown(answer, json, renderQuestCatalog);
}

export async function enableQuest(
  backend: Backend,
  { id, account, enabled, json }: Shown & { id: string; enabled: boolean },
): Promise<Outcome<string>> {
  const answer = await askBackend(backend, {
    method: 'PUT',
    path: `${PATH}/${encodeURIComponent(id)}?${new URLSearchParams({ account })}`,
    body: { enabled },
    schema: questCatalogSchema.shape.quests.element,
    unknown: `${id} was switched ${enabled ? 'on' : 'off'}. Look with neuratrade quests catalog.`,
    hint: (code) => (code === 'not_found' ? 'On the command line: neuratrade quests catalog.' : undefined),
  });
  return shown(answer, json, renderQuestChoice);
}
