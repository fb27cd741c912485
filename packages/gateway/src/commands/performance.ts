import { performanceSchema } from '@neuratrade/api-contracts';
import type { Backend } from '../health/observe.js';
import { renderPerformance } from '../render/performance.js';
import { askBackend } from './ask-backend.js';
import { type Outcome, shown } from './outcome.js';

type Wish = { account: string; startEquity: string | undefined; json: boolean };

/** What an account earned, with all its figures. */
export async function showPerformance(
  backend: Backend,
  { account, startEquity, json }: Wish,
): Promise<Outcome<string>> {
  const query = new URLSearchParams({ account, raw: 'true' });
  if (startEquity !== undefined) query.set('start_equity', startEquity);
  const path = `/api/v1/performance?${query}`;
  const answer = await askBackend(backend, { method: 'GET', path, schema: performanceSchema });
  return shown(answer, json, (performance) => renderPerformance(account, performance));
}
