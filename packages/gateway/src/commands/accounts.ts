import { accountSchema, accountsSchema } from '@neuratrade/api-contracts';
import type { Backend } from '../health/observe.js';
import { renderAccounts, renderAdded } from '../render/accounts.js';
import { askBackend } from './ask-backend.js';
import { type Outcome, shown } from './outcome.js';

const PATH = '/api/v1/accounts';

export async function listAccounts(backend: Backend, json: boolean): Promise<Outcome<string>> {
  const answer = await askBackend(backend, { method: 'GET', path: PATH, schema: accountsSchema });
  return shown(answer, json, ({ accounts }) => renderAccounts(accounts));
}

export async function addAccount(
  backend: Backend,
  { name, json }: { name: string; json: boolean },
): Promise<Outcome<string>> {
  const answer = await askBackend(backend, {
    method: 'POST',
    path: PATH,
    body: { name },
    schema: accountSchema,
    unknown: `account ${name} was added. Look with neuratrade accounts list.`,
  });
  return shown(answer, json, renderAdded);
}
