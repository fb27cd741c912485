import { type SyncStatus, syncStatusSchema } from '@neuratrade/api-contracts';
import type { Backend } from '../../health/observe.js';
import { renderSync } from '../../render/sync.js';
import { askBackend } from '../ask-backend.js';
import { type Outcome, shown } from '../outcome.js';

export type SyncFilter = { account?: string; exchange?: string };

/** How far everything is read. */
export function askSync(
  backend: Backend,
  filter: SyncFilter,
  method: 'GET' | 'POST' = 'GET',
): Promise<Outcome<SyncStatus>> {
  const { account, exchange } = filter;
  const query = new URLSearchParams({
    ...(account === undefined ? {} : { account }),
    ...(exchange === undefined ? {} : { exchange }),
  });
  const path = `/api/v1/sync${query.size === 0 ? '' : `?${query}`}`;
  return askBackend(backend, { method, path, schema: syncStatusSchema });
}

export async function syncStatus(
  backend: Backend,
  { json, ...filter }: SyncFilter & { json: boolean },
): Promise<Outcome<string>> {
  return shown(await askSync(backend, filter), json, (status) => renderSync(status, filter));
}

export async function syncNow(
  backend: Backend,
  { json, ...filter }: SyncFilter & { json: boolean },
): Promise<Outcome<string>> {
  const look = 'Everything is read now. How far that is: neuratrade sync status.';
  return shown(await askSync(backend, filter, 'POST'), json, () => look);
}
